import { describe, expect, it } from "vitest";
import { render, type Values } from "./rendered.ts";

const everything: Values = {
  ingest: { replicas: 50, tcpRoute: { enabled: true, parentRefs: [{ name: "edge" }] } },
  delivery: {
    autoscaling: { enabled: true },
    ingress: { enabled: true },
    httpRoute: { enabled: true, parentRefs: [{ name: "edge" }] },
  },
  storage: { mode: "shared", shared: { hostPath: { path: "/srv/live" } } },
  vod: { enabled: true, hostPath: { path: "/srv/vod" } },
  networkPolicy: { enabled: true },
};

describe.concurrent("names", () => {
  it("are apart for long releases that begin alike", async () => {
    const [one, other] = await Promise.all(["1", "2"].map((end) => render({}, { release: `${"r".repeat(52)}${end}` })));
    expect(one?.names("StatefulSet")).not.toEqual(other?.names("StatefulSet"));
  });

  it("are names of Services for any release", async () => {
    for (const release of ["1st", "a.b", "hls-cloud"]) {
      const names = (await render({}, { release })).names("Service");
      expect(names.filter((name) => !/^[a-z]([-a-z0-9]*[a-z0-9])?$/.test(name))).toEqual([]);
    }
  });

  it("follow the overrides", async () => {
    const [renamed, replaced] = await Promise.all([
      render({ nameOverride: "tv" }),
      render({ fullnameOverride: "television" }),
    ]);
    expect(renamed.names("StatefulSet")).toEqual(["hls-tv-ingest"]);
    expect(replaced.names("StatefulSet")).toEqual(["television-ingest"]);
  });
});

describe.concurrent("labels", () => {
  it("of the values are on every object", async () => {
    const chart = await render({ ...everything, commonLabels: { team: "video" } });
    const without = chart.manifests.filter((manifest) => manifest.metadata.labels?.["team"] !== "video");
    expect(without).toEqual([]);
  });

  it("that select never depend on values", async () => {
    const expected = { "app.kubernetes.io/name": "hls-cloud", "app.kubernetes.io/instance": "hls" };
    const chart = await render({ commonLabels: { team: "video" }, ingest: { podLabels: { a: "b" } } });
    const { ingest, delivery } = chart;
    expect(ingest.selector.matchLabels).toEqual({ ...expected, "app.kubernetes.io/component": "ingest" });
    expect(delivery.selector.matchLabels).toEqual({ ...expected, "app.kubernetes.io/component": "delivery" });
    expect(ingest.template.metadata.labels).toMatchObject(ingest.selector.matchLabels);
    expect(delivery.template.metadata.labels).toMatchObject(delivery.selector.matchLabels);
  });
});
