/** A service of the user's that is asked for each publisher, in the cluster: the chart's own image can be one. */
import type { Values } from "../chart/index.ts";

const name = "publish-service";
const port = 8090;

/** It turns one stream away, and takes those that the others may publish. */
export const turnedAway = "banned";

const script = `export default {
  answer: (request) => request.return(/(^|&)name=${turnedAway}(&|$)/.test(request.requestText) ? 403 : 204),
};
`;

const configuration = `daemon off;
pid /tmp/nginx.pid;
error_log stderr notice;
load_module /usr/lib/nginx/modules/ngx_http_js_module.so;
events {}
http {
  access_log off;
  client_body_temp_path /tmp/body;
  proxy_temp_path /tmp/proxy;
  fastcgi_temp_path /tmp/fastcgi;
  uwsgi_temp_path /tmp/uwsgi;
  scgi_temp_path /tmp/scgi;
  js_import service from /etc/publish-service/service.js;
  server {
    listen ${port};
    location / { js_content service.answer; }
  }
}
`;

/**
 * Values that make the service, as somebody's own chart would.
 * @param namespace that of the release
 * @param image `repository:tag`, with nginx and njs
 */
export function publishService(namespace: string, image: string): { readonly url: string; readonly objects: Values[] } {
  const metadata = { name, labels: { app: name } };
  const files = { "nginx.conf": configuration, "service.js": script };
  return {
    url: `http://${name}.${namespace}.svc.cluster.local:${port}/publish`,
    objects: [
      { apiVersion: "v1", kind: "ConfigMap", metadata, data: files },
      {
        apiVersion: "v1",
        kind: "Service",
        metadata,
        spec: { selector: { app: name }, ports: [{ name: "http", port }] },
      },
      { apiVersion: "v1", kind: "Pod", metadata, spec: podOf(image) },
    ],
  };
}

/** A pod of the `restricted` standard. */
function podOf(image: string): Values {
  return {
    automountServiceAccountToken: false,
    terminationGracePeriodSeconds: 1,
    securityContext: { runAsNonRoot: true, runAsUser: 65534, seccompProfile: { type: "RuntimeDefault" } },
    containers: [
      {
        name,
        image,
        command: ["nginx", "-e", "stderr", "-c", "/etc/publish-service/nginx.conf"],
        readinessProbe: { tcpSocket: { port }, periodSeconds: 1 },
        securityContext: {
          allowPrivilegeEscalation: false,
          readOnlyRootFilesystem: true,
          capabilities: { drop: ["ALL"] },
        },
        volumeMounts: [
          { name: "files", mountPath: "/etc/publish-service" },
          { name: "scratch", mountPath: "/tmp" },
        ],
      },
    ],
    volumes: [
      { name: "files", configMap: { name } },
      { name: "scratch", emptyDir: {} },
    ],
  };
}
