import { describe, expect, it } from "vitest";
import { containerOf, type Rendered, render } from "./rendered.ts";

const origin = { ingest: { replicas: 2 } };
const shared = { ...origin, storage: { mode: "shared", shared: { existingClaim: "media" } } };

function scriptOf(chart: Rendered, file: string): string {
  return (chart.one("ConfigMap", "hls-hls-cloud-ingest")["data"] as Record<string, string>)[file] ?? "";
}

describe.concurrent("the drain of an ingest pod", () => {
  it("runs before nginx is stopped, from the mounted ConfigMap", async () => {
    const chart = await render({ runtime: { paths: { config: "/opt/hls" } } });
    const { command } = containerOf(chart.ingest).lifecycle?.preStop.exec ?? {};
    expect(command).toEqual(["/bin/sh", "/opt/hls/ingest-drain.sh"]);
    expect(scriptOf(chart, "ingest-drain.sh")).toMatch(/^#!\/bin\/sh\n/);
  });

  it("lets publishers go on for as long as the values say", async () => {
    const chart = await render({ ingest: { drain: { seconds: 600 } } });
    expect(scriptOf(chart, "ingest-drain.sh")).toContain("wait_while 600 publishers_live\n");
  });

  it("waits for viewers where the pod alone has the segments, and another one has the stream", async () => {
    const [two, slow, one, volume] = await Promise.all([
      render(origin),
      render({ ...origin, hls: { fragment: 9.5, playlistLength: 60 } }),
      render(),
      render(shared),
    ]);
    expect(scriptOf(two, "ingest-drain.sh")).toContain("wait_while 11 segments_wanted\n");
    expect(scriptOf(slow, "ingest-drain.sh")).toContain("wait_while 34 segments_wanted\n");
    expect(scriptOf(one, "ingest-drain.sh")).not.toContain("segments_wanted");
    expect(scriptOf(volume, "ingest-drain.sh")).not.toContain("segments_wanted");
  });

  it("has the time that all of its steps take", async () => {
    const [two, one, longer, given] = await Promise.all([
      render(origin),
      render(),
      render({ ingest: { drain: { seconds: 3600 } } }),
      render({ ingest: { terminationGracePeriodSeconds: 300 } }),
    ]);
    const seconds = [two, one, longer, given].map(({ ingest }) => ingest.template.spec.terminationGracePeriodSeconds);
    expect(seconds).toEqual([51, 40, 3610, 300]);
  });

  it("is over when the process starts again", async () => {
    const chart = await render({ runtime: { paths: { run: "/opt/run" } } });
    expect(scriptOf(chart, "ingest-start.sh")).toContain("\nrm -f /opt/run/drain /opt/run/heard\n");
    expect(scriptOf(chart, "ingest-drain.sh")).toContain("\necho finish >/opt/run/drain\n");
    expect(scriptOf(chart, "settings.js")).toContain('"drainFile": "/opt/run/drain"');
  });
});
