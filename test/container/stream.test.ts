import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ingestSettings, tierPort } from "../../harness/chart/index.ts";
import { type ChildProcess, waitFor } from "../../harness/core/index.ts";
import { checkStream, clipSource, fetchMedia, publishStream } from "../../harness/stream/index.ts";
import { type Rendered, render } from "../render/rendered.ts";
import { folder, image, Pod, runPod } from "./pod.ts";

/** The defaults, with a ladder that costs little CPU and a ffmpeg that talks. */
const values = {
  ladder: [
    { name: "low", width: 160, videoBitrate: "100k", audioBitrate: "48k", preset: "ultrafast" },
    { name: "src", copy: true, maxBitrate: "3000k" },
  ],
  hls: { fragment: 1, playlistLength: 8 },
  ingest: { transcoder: { logLevel: "info" } },
};

let rendered: Rendered;

/** The pods' addresses, as their own Services have them. */
function hostsOf(ingest: Pod): Record<string, string> {
  const [network = "bridge"] = ingest.container.getNetworkNames();
  const address = ingest.container.getIpAddress(network);
  return Object.fromEntries(rendered.names("Service").map((name) => [name, address]));
}

describe.skipIf(!image)("the default release in containers, non-root on a read-only root", () => {
  let ingest: Pod;
  let delivery: Pod;
  let publisher: ChildProcess | undefined;

  beforeAll(async () => {
    rendered = await render(values);
    ingest = await Pod.start(rendered, "ingest");
    delivery = await Pod.start(rendered, "delivery", { hosts: hostsOf(ingest) });
  });

  afterAll(async () => {
    await publisher?.stop();
    await delivery?.stop(0);
    await ingest?.stop(0);
  });

  test("a published stream plays through delivery, and ffmpeg's words are in the container's log", async () => {
    const server = `rtmp://${ingest.address(tierPort(rendered.manifests, "ingest", "rtmp"))}`;
    const http = `http://${delivery.address(tierPort(rendered.manifests, "delivery", "http"))}`;
    const input = await clipSource();
    const startedAt = performance.now();
    publisher = await publishStream({ input, server, stream: "cam", log: join(folder, "publisher.log") });
    await waitFor("the first segment", { seconds: 30, period: 50 }, () => fetchMedia(`${http}/hls/cam_low.m3u8`));
    // Before it starts ffmpeg, nginx-rtmp closes every descriptor that it may have: with a container's own limit for
    // minutes.
    expect(performance.now() - startedAt).toBeLessThan(10_000);
    const settings = ingestSettings(rendered.manifests);
    const report = await checkStream(`${http}/hls/cam.m3u8`, { stream: "cam", settings, seconds: 30 });
    expect(report.problems).toEqual([]);
    expect(report.renditions.map(({ name }) => name)).toEqual(["low", "src"]);
    expect(ingest.log).toMatch(/Stream mapping:[\s\S]*libx264/);
    expect(delivery.log).toMatch(/"path":"\/hls\/cam_low\.m3u8","status":200/);
  });

  test("nothing in it runs as root or can write to the image", async () => {
    const { output } = await ingest.container.exec([
      "/bin/sh",
      "-c",
      "id -u; touch /usr/bin/x 2>&1; cat /proc/1/status",
    ]);
    expect(output).toMatch(/^10101\n/);
    expect(output).toMatch(/Read-only file system/);
    expect(output).toMatch(/^CapBnd:\s+0+$/m);
    expect(output).toMatch(/^NoNewPrivs:\s+1$/m);
  });

  test("docker stop ends both within seconds although a stream runs, and their last words are in the log", async () => {
    for (const pod of [delivery, ingest]) {
      const startedAt = performance.now();
      await pod.stop(20);
      expect(performance.now() - startedAt).toBeLessThan(5_000);
      expect(pod.log).toMatch(/signal 3 \(SIGQUIT\) received/);
      // ffmpeg may speak last.
      expect(pod.log).toMatch(/ 1#1: exit$/m);
    }
  });
});

test.skipIf(!image)("a media volume that is not the user's fails at start, with the user and the fix", async () => {
  const { ok, log } = await runPod(await render(), "ingest", { tmpfs: { media: "rw,uid=0,gid=0,mode=0755" } });
  expect(ok).toBe(false);
  expect(log).toContain("/var/lib/hls-cloud/media cannot be written by user 10101, group 10101.");
  expect(log).toContain("chown 10101:10101");
  expect(log).toContain("ingest.podSecurityContext.runAsUser");
});
