import { describe, expect, it } from "vitest";
import { notes } from "../../harness/chart/index.ts";
import { chartFolder } from "../../harness/core/index.ts";
import type { Values } from "./rendered.ts";

const told = (inline: Values = {}) => notes(chartFolder, { inline, namespace: "tv" });
const service = (values: Values) => ({ ingest: { service: values }, delivery: { service: values } });

describe.concurrent("the notes after an install", () => {
  it("forward ports to a Service inside the cluster", async () => {
    const text = await told({ ingest: { service: { port: 19350 } }, delivery: { service: { port: 80 } } });
    expect(text).toContain("kubectl port-forward service/hls-hls-cloud-ingest -n tv 1935:19350");
    expect(text).toContain("kubectl port-forward service/hls-hls-cloud-delivery -n tv 8080:80");
    expect(text).toContain("rtmp://127.0.0.1:1935/live/cam");
    expect(text).toContain("http://127.0.0.1:8080/hls/cam.m3u8");
    expect(text).toContain("http://127.0.0.1:8080/dash/cam_src.mpd");
  });

  it("say the node port that was given, and ask for the one that was not", async () => {
    const text = await told({
      ingest: { service: { type: "NodePort", nodePort: 31935 } },
      delivery: { service: { type: "NodePort" } },
    });
    expect(text).toContain("PORT=31935");
    expect(text).toContain("PORT=$(kubectl get service hls-hls-cloud-delivery -n tv");
    expect(text).toContain("rtmp://$HOST:$PORT/live/cam");
  });

  it("ask for a load balancer's address", async () => {
    const text = await told(service({ type: "LoadBalancer", port: 81 }));
    expect(text).toContain("rtmp://$HOST:81/live/cam");
    expect(text).toContain("http://$HOST:81/hls/cam.m3u8");
  });

  it("name the hosts of an Ingress, with TLS where it has a certificate", async () => {
    const host = (name: string) => ({ host: name, paths: [{ path: "/", pathType: "Prefix" }] });
    const ingress = {
      enabled: true,
      hosts: [host("a.example.com"), host("b.example.com")],
      tls: [{ hosts: ["b.example.com"], secretName: "b" }],
    };
    const text = await told({ delivery: { ingress } });
    expect(text).toContain("http://a.example.com/hls/cam.m3u8");
    expect(text).toContain("https://b.example.com/hls/cam.m3u8");
  });

  it("name a gateway and its hosts", async () => {
    const route = { enabled: true, parentRefs: [{ name: "edge" }] };
    const text = await told({
      ingest: { tcpRoute: route },
      delivery: { httpRoute: { ...route, hostnames: ["live.example.com"] } },
    });
    expect(text).toContain("TCP listener (edge)");
    expect(text).toContain("http://live.example.com/hls/cam.m3u8");
  });

  it("say that a key and a token are needed, where they are", async () => {
    const signed = { enabled: true, existingSecret: "playback" };
    const text = await told({ auth: { publish: { existingSecret: "encoders" }, play: { signed } } });
    expect(text).toMatch(/Publishers need a key[\s\S]*Viewers need a signed link[\s\S]*a pod tries without a key/);
    expect(await told()).not.toMatch(/need a|without a key/);
  });

  it("leave out DASH where it is off, and tell VOD where it is on", async () => {
    const text = await told({ dash: { enabled: false }, vod: { enabled: true, existingClaim: "films" } });
    expect(text).not.toContain(".mpd");
    expect(text).toContain("http://127.0.0.1:8080/vod/");
  });

  it("warn that an NFS export must be writable", async () => {
    const nfs = { server: "nfs.example.com", path: "/exports" };
    expect(await told({ storage: { mode: "shared", shared: { nfs } } })).toContain("writable for user 10101");
  });
});
