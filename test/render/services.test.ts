import { describe, expect, it } from "vitest";
import { selects } from "../../harness/chart/index.ts";
import { containerOf, render, type Values } from "./rendered.ts";

const exposed = (service: Values) => ({ ingest: { service }, delivery: { service } });

describe.concurrent("Services", () => {
  it("stay inside the cluster by default, on the ports of RTMP and HTTP", async () => {
    const chart = await render();
    expect(chart.service("hls-hls-cloud-ingest")).toMatchObject({
      type: "ClusterIP",
      ports: [{ port: 1935, targetPort: "rtmp" }],
    });
    expect(chart.service("hls-hls-cloud-delivery")).toMatchObject({
      type: "ClusterIP",
      ports: [{ port: 8080, targetPort: "http" }],
    });
  });

  it("select one tier's pods each, and open ports that these have", async () => {
    const chart = await render();
    for (const [tier, other] of [
      ["ingest", "delivery"],
      ["delivery", "ingest"],
    ] as const) {
      const service = chart.service(`hls-hls-cloud-${tier}`);
      expect(selects(service.selector, chart[tier].template.metadata.labels)).toBe(true);
      expect(selects(service.selector, chart[other].template.metadata.labels)).toBe(false);
      const ports = containerOf(chart[tier]).ports.map((port) => port.name);
      expect(ports).toEqual(expect.arrayContaining(service.ports.map((port) => port.targetPort)));
    }
  });

  it("give each ingest pod an address of its own, which it keeps while it drains", async () => {
    const chart = await render({ ingest: { replicas: 3 } });
    const perPod = chart.names("Service").filter((name) => /-ingest-\d+$/.test(name));
    expect(perPod).toEqual(["hls-hls-cloud-ingest-0", "hls-hls-cloud-ingest-1", "hls-hls-cloud-ingest-2"]);
    for (const name of perPod) {
      expect(chart.service(name)).toMatchObject({
        type: "ClusterIP",
        publishNotReadyAddresses: true,
        selector: { "statefulset.kubernetes.io/pod-name": name },
        ports: [{ port: 8080, targetPort: "http" }],
      });
    }
  });

  it("include the headless one that the StatefulSet names", async () => {
    const chart = await render();
    expect(chart.service(chart.ingest.serviceName ?? "")).toMatchObject({ clusterIP: "None" });
  });

  it("have a node port only where it was given and the type has one", async () => {
    const [inside, chosen, given, balanced] = await Promise.all([
      render(),
      render(exposed({ type: "NodePort" })),
      render({ ingest: { service: { type: "NodePort", nodePort: 31935 } } }),
      render({ delivery: { service: { type: "LoadBalancer", nodePort: 31080 } } }),
    ]);
    expect(inside.service("hls-hls-cloud-ingest").ports[0]).not.toHaveProperty("nodePort");
    expect(chosen.service("hls-hls-cloud-ingest")).toMatchObject({ type: "NodePort" });
    expect(chosen.service("hls-hls-cloud-ingest").ports[0]).not.toHaveProperty("nodePort");
    expect(given.service("hls-hls-cloud-ingest").ports[0]).toHaveProperty("nodePort", 31935);
    expect(balanced.service("hls-hls-cloud-delivery").ports[0]).toHaveProperty("nodePort", 31080);
  });

  it("carry a load balancer's fields", async () => {
    const service = {
      type: "LoadBalancer",
      loadBalancerClass: "example.com/nlb",
      loadBalancerSourceRanges: ["203.0.113.0/24", "2001:db8::/32"],
      externalTrafficPolicy: "Local",
    };
    const annotations = { "example.com/scheme": "internet-facing" };
    const chart = await render(exposed({ ...service, annotations }));
    for (const tier of ["ingest", "delivery"]) {
      expect(chart.service(`hls-hls-cloud-${tier}`)).toMatchObject(service);
      expect(chart.one("Service", `hls-hls-cloud-${tier}`).metadata.annotations).toEqual(annotations);
    }
  });

  it("carry no field of a load balancer by default", async () => {
    const chart = await render(exposed({ type: "LoadBalancer" }));
    const fields = Object.keys(chart.service("hls-hls-cloud-ingest"));
    expect(fields.toSorted()).toEqual(["ports", "selector", "type"]);
  });
});

describe.concurrent("routes", () => {
  it("are not made by default", async () => {
    const chart = await render();
    expect([...chart.all("Ingress"), ...chart.all("HTTPRoute"), ...chart.all("TCPRoute")]).toEqual([]);
  });

  it("lead an Ingress to delivery", async () => {
    const tls = [{ hosts: ["live.example.com"], secretName: "live" }];
    const hosts = [{ host: "live.example.com", paths: [{ path: "/", pathType: "Prefix" }] }];
    const chart = await render({ delivery: { ingress: { enabled: true, className: "nginx", hosts, tls } } });
    const service = { name: "hls-hls-cloud-delivery", port: { name: "http" } };
    expect(chart.spec("Ingress", "hls-hls-cloud-delivery")).toEqual({
      ingressClassName: "nginx",
      tls,
      rules: [{ host: "live.example.com", http: { paths: [{ path: "/", pathType: "Prefix", backend: { service } }] } }],
    });
  });

  it("lead a gateway to the Services' ports", async () => {
    const parentRefs = [{ name: "edge", sectionName: "x" }];
    const chart = await render({
      ingest: { service: { port: 1936 }, tcpRoute: { enabled: true, parentRefs } },
      delivery: { service: { port: 80 }, httpRoute: { enabled: true, parentRefs, hostnames: ["live.example.com"] } },
    });
    expect(chart.spec("TCPRoute", "hls-hls-cloud-ingest")).toEqual({
      parentRefs,
      rules: [{ backendRefs: [{ name: "hls-hls-cloud-ingest", port: 1936 }] }],
    });
    expect(chart.spec("HTTPRoute", "hls-hls-cloud-delivery")).toEqual({
      parentRefs,
      hostnames: ["live.example.com"],
      rules: [{ backendRefs: [{ name: "hls-hls-cloud-delivery", port: 80 }] }],
    });
  });
});

describe.concurrent("network policies", () => {
  interface Policy {
    readonly podSelector: { readonly matchLabels: Record<string, string> };
    readonly ingress: readonly { readonly ports: unknown; readonly from?: readonly unknown[] }[];
  }

  it("are not made by default", async () => {
    expect((await render()).all("NetworkPolicy")).toEqual([]);
  });

  it("let everyone publish and play, and only this release read what ingest holds", async () => {
    const chart = await render({ networkPolicy: { enabled: true } });
    const ingest = chart.spec<Policy>("NetworkPolicy", "hls-hls-cloud-ingest");
    const delivery = chart.spec<Policy>("NetworkPolicy", "hls-hls-cloud-delivery");
    expect(selects(ingest.podSelector.matchLabels, chart.ingest.template.metadata.labels)).toBe(true);
    expect(selects(delivery.podSelector.matchLabels, chart.delivery.template.metadata.labels)).toBe(true);
    const metrics = { ports: [{ port: "metrics" }] };
    expect(delivery.ingress).toEqual([{ ports: [{ port: "http" }] }, metrics]);
    const pods = [chart.ingest, chart.delivery].map((tier) => ({ podSelector: tier.selector }));
    expect(ingest.ingress).toEqual([{ ports: [{ port: "rtmp" }] }, { ports: [{ port: "http" }], from: pods }, metrics]);
  });

  it("let those alone ask for metrics whom the values name", async () => {
    const metricsFrom = [{ namespaceSelector: { matchLabels: { name: "monitoring" } } }];
    const chart = await render({ networkPolicy: { enabled: true, metricsFrom } });
    for (const tier of ["ingest", "delivery"]) {
      const { ingress } = chart.spec<Policy>("NetworkPolicy", `hls-hls-cloud-${tier}`);
      expect(ingress.at(-1)).toEqual({ ports: [{ port: "metrics" }], from: metricsFrom });
    }
  });

  it("let in whom the values name, and the pod of helm test", async () => {
    const selector = (await render()).ingest.selector.matchLabels;
    const test = { podSelector: { matchLabels: { ...selector, "app.kubernetes.io/component": "test" } } };
    const studio = [{ ipBlock: { cidr: "203.0.113.0/24" } }];
    const edge = [{ namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": "edge" } } }];
    const chart = await render({ networkPolicy: { enabled: true, ingestFrom: studio, deliveryFrom: edge } });
    expect(chart.spec<Policy>("NetworkPolicy", "hls-hls-cloud-ingest").ingress[0]?.from).toEqual([...studio, test]);
    expect(chart.spec<Policy>("NetworkPolicy", "hls-hls-cloud-delivery").ingress[0]?.from).toEqual([...edge, test]);
  });
});
