import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { tierPort } from "../../harness/chart/index.ts";
import { waitFor } from "../../harness/core/index.ts";
import { clipSource, publishStream } from "../../harness/stream/index.ts";
import { render } from "../render/rendered.ts";
import { folder, image, Pod, runPod } from "./pod.ts";

const values = {
  ladder: [{ name: "src", copy: true, maxBitrate: "3000k" }],
  vod: { enabled: true, existingClaim: "films" },
  recording: {
    enabled: true,
    streams: [],
    schedule: [{ streams: ["cam"], from: "00:00", to: "24:00" }],
    timeZone: "Europe/Berlin",
  },
};

test.skipIf(!image)("a stream becomes a film, non-root on a read-only root", async () => {
  const rendered = await render(values);
  const pod = await Pod.start(rendered, "ingest");
  onTestFinished(() => pod.stop(0));
  const server = `rtmp://${pod.address(tierPort(rendered.manifests, "ingest", "rtmp"))}`;
  const log = join(folder, "recorded.log");
  const publisher = await publishStream({ input: await clipSource(), server, stream: "cam", log });
  onTestFinished(() => publisher.stop());
  const list = ["find", "/var/lib/hls-cloud/vod", "-type", "f", "-size", "+100k"];
  await waitFor("the recorder's file", { seconds: 30 }, async () => {
    const { output } = await pod.container.exec(list);
    expect(output).toMatch(/\/\.recording\/[0-9a-f]+\/cam-\d+\.flv/);
  });
  await publisher.stop();
  await waitFor("the film", { seconds: 30 }, () => {
    expect(pod.log).toMatch(/recordings\/cam\/cam-\d{8}T\d{6}Z\.mp4 is ready/);
  });
  const { output } = await pod.container.exec(list);
  expect(output.trim().split("\n")).toHaveLength(1);
  expect(output).toMatch(/^\/var\/lib\/hls-cloud\/vod\/recordings\/cam\/cam-\d{8}T\d{6}Z\.mp4$/m);
});

test.skipIf(!image)(
  "nothing is recorded while the volume has too little room, and it goes on when there is more",
  async () => {
    const rendered = await render({ ...values, recording: { ...values.recording, minFree: "4M" } });
    const pod = await Pod.start(rendered, "ingest", { tmpfs: { vod: "rw,uid=0,gid=10101,mode=2770,size=8m" } });
    onTestFinished(() => pod.stop(0));
    const filler = "/var/lib/hls-cloud/vod/filler";
    await pod.container.exec(["/bin/sh", "-c", `head -c 3000000 /dev/zero >${filler}`]);
    const server = `rtmp://${pod.address(tierPort(rendered.manifests, "ingest", "rtmp"))}`;
    const log = join(folder, "full.log");
    const publisher = await publishStream({ input: await clipSource(), server, stream: "cam", log });
    onTestFinished(() => publisher.stop());
    const logged = (line: RegExp) => waitFor(String(line), { seconds: 40 }, () => expect(pod.log).toMatch(line));
    await logged(/the volume has less than recording.minFree left; nothing is recorded/);
    await logged(/recording of stream cam ended: the volume has less than recording.minFree left/);
    await logged(/cam-\d+\.flv waits: there is no room/);
    await pod.container.exec(["rm", filler]);
    await logged(/recordings\/cam\/cam-\d{8}T\d{6}Z\.mp4 is ready/);
    await logged(/began: [\s\S]*began: /);
    expect(publisher.running).toBe(true);
  },
);

test.skipIf(!image)("a VOD volume that is not the user's fails at start, with the user and the fix", async () => {
  const { ok, log } = await runPod(await render(values), "ingest", { tmpfs: { vod: "rw,uid=0,gid=0,mode=0755" } });
  expect(ok).toBe(false);
  expect(log).toContain(
    "/var/lib/hls-cloud/vod cannot be written by user 10101, group 10101, and recordings go there.",
  );
  expect(log).toContain("chown 10101:10101");
  expect(log).toContain("recording.enabled to false");
});

test.skipIf(!image)("a time zone that the image does not know fails at start, by its name", async () => {
  const recording = { ...values.recording, timeZone: "Europe/Atlantis" };
  const { ok, log } = await runPod(await render({ ...values, recording }), "ingest", {});
  expect(ok).toBe(false);
  expect(log).toContain("recording.timeZone: Europe/Atlantis is not known here");
});
