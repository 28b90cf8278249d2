import { readFile, stat, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import getPort from "get-port";
import { expect, test } from "vitest";
import { waitFor } from "../../harness/core/index.ts";
import { clipSource, fetchOk } from "../../harness/stream/index.ts";
import {
  decode,
  listRecordings,
  packetHashes,
  recordingPath,
  startRecordingService,
  unfinished,
  waitForRecorder,
  waitForRecordings,
} from "./support/recordings.ts";
import { publishDuringTest, waitForLine, waitForSegments } from "./support/streams.ts";
import { askApi } from "./support/streams-api.ts";

const source = await clipSource();
/** The source's frames. */
const all = await packetHashes(source);

test("a stream that matches a pattern is a recording when it ends, that seeks and is listed; another one is not recorded", async () => {
  const service = await startRecordingService({ set: ["recording.streams={cam-*,studio}"] });
  const camera = await publishDuringTest(service, { stream: "cam-1", source });
  await publishDuringTest(service, { stream: "private", source });
  await publishDuringTest(service, { stream: "studio2", source });
  const flv = await waitForRecorder(service, "cam-1", 600_000);
  await waitForSegments(service, "private", "src", 3);
  expect((await unfinished(service)).map((file) => basename(file))).toEqual([basename(flv)]);
  expect(await listRecordings(service)).toEqual([]);

  await camera.stop();
  const [recording] = await waitForRecordings(service, "cam-1");
  if (!recording) throw new Error("there is none");
  expect(recording.file).toMatch(/^cam-1-\d{8}T\d{6}Z\.mp4$/);
  expect(recording.url).toBe(`vod/recordings/cam-1/${recording.file}`);
  expect(recording.at.replace(/[-:]|\.000/g, "")).toBe(recording.file.slice("cam-1-".length, -".mp4".length));
  expect(Math.abs(Date.parse(recording.at) - (await stat(recordingPath(service, recording))).mtimeMs)).toBeLessThan(
    60_000,
  );
  expect(recording.bytes).toBe((await stat(recordingPath(service, recording))).size);
  expect(recording.seconds).toBeGreaterThan(2);
  expect(await unfinished(service)).toEqual([]);
  // The streams API keeps an answer for a second.
  await waitFor("the recording in the streams API", { seconds: 10 }, async () => {
    const { body } = await askApi(service, "/api/streams");
    expect(body).toHaveProperty("recordings", [recording]);
  });
  expect((await askApi(service, "/api/recordings")).body).toEqual({ recordings: [recording], complete: true });

  const bytes = await readFile(recordingPath(service, recording));
  expect(bytes.indexOf("moov")).toBeLessThan(bytes.indexOf("mdat"));
  const url = `${service.deliveryUrl}/${recording.url}`;
  await decode(url);
  await decode(url, recording.seconds - 1);
  const part = await fetch(url, { headers: { Range: "bytes=0-99" } });
  expect(part.status).toBe(206);
  expect(Buffer.from(await part.arrayBuffer())).toEqual(bytes.subarray(0, 100));
  expect(all.join()).toContain((await packetHashes(url)).join());
});

test("what is being recorded is not served, nor anything else that is hidden", async () => {
  const service = await startRecordingService();
  await publishDuringTest(service, { stream: "cam", source });
  const flv = await waitForRecorder(service, "cam");
  const below = flv.slice(service.vodFolder.length);
  for (const path of [below, below.replace("/.", "/%2e"), below.replace("/.", "//./."), "/.recording/"]) {
    expect((await fetch(`${service.deliveryUrl}/vod${path}`)).status, path).toBe(404);
  }
});

test("a file that is large enough is followed by another one, and no frame is lost between them", async () => {
  const service = await startRecordingService({ set: ["recording.maxSize=600k", "recording.appendWithin=2"] });
  const camera = await publishDuringTest(service, { stream: "cam", source });
  await waitForRecordings(service, "cam", 2);
  await camera.stop();
  const recordings = (await waitForRecordings(service, "cam", 3)).toReversed();
  const places = await Promise.all(
    recordings.map(async (recording) =>
      (await packetHashes(recordingPath(service, recording))).map((hash) => all.indexOf(hash)),
    ),
  );
  for (const [n, frames] of places.entries()) {
    const first = frames[0] ?? -1;
    expect(first % 25, "it begins with a keyframe").toBe(0);
    expect(frames).toEqual(frames.map((_, index) => first + index));
    const before = places[n - 1];
    if (before) expect(first).toBeLessThanOrEqual((before.at(-1) ?? 0) + 1);
  }
});

test("an order starts and ends a recording, whatever the values say", async () => {
  const callback = await getPort();
  const service = await startRecordingService({
    set: ["recording.streams={cam}", `runtime.ports.callback=${callback}`],
  });
  const order = async (name: string, what: string, method = "POST"): Promise<number> =>
    (await fetch(`http://127.0.0.1:${callback}/record?name=${name}&order=${what}`, { method })).status;
  expect(await order("show", "start")).toBe(204);
  expect(await order("cam", "stop")).toBe(204);
  expect(await order("..%2fcam", "start")).toBe(400);
  expect(await order("cam", "begin")).toBe(400);
  expect(await order("cam", "start", "GET")).toBe(400);
  await writeFile(join(service.vodFolder, ".recording/orders/file"), "start\n");
  await publishDuringTest(service, { stream: "cam", source });
  await publishDuringTest(service, { stream: "file", source });
  await publishDuringTest(service, { stream: "show", source });
  await waitForRecorder(service, "show");
  await waitForRecorder(service, "file");
  expect((await unfinished(service)).filter((file) => file.includes("/cam-"))).toEqual([]);
  await order("cam", "auto");
  await waitForRecorder(service, "cam");
  await order("show", "stop");
  await waitForLine(service.ingests[0].process, /recording of stream show ended/);
  await waitForRecordings(service, "show");
  expect((await fetch(`${service.ingests[0].httpUrl}/record?name=cam&order=stop`, { method: "POST" })).status).toBe(
    404,
  );
});

test("a schedule counts in its own time zone", async () => {
  const hour = (offset: number): string => {
    const date = new Date(Date.now() + offset * 3_600_000);
    return new Intl.DateTimeFormat("en-GB", { timeZone: "Asia/Tokyo", hour: "2-digit", minute: "2-digit" }).format(
      date,
    );
  };
  const set = ["recording.timeZone=Asia/Tokyo", "recording.streams={other}"];
  const entries = [
    { stream: "now", from: hour(-1), to: hour(1) },
    { stream: "later", from: hour(1), to: hour(2) },
  ].flatMap(({ stream, from, to }, n) => [
    `recording.schedule[${n}].streams[0]=${stream}`,
    ...[`recording.schedule[${n}].from=${from}`, `recording.schedule[${n}].to=${to}`],
  ]);
  const service = await startRecordingService({ set: [...set, ...entries] });
  await publishDuringTest(service, { stream: "later", source });
  await publishDuringTest(service, { stream: "now", source });
  await waitForRecorder(service, "now");
  expect((await unfinished(service)).filter((file) => file.includes("/later-"))).toEqual([]);
});

test("the list is of one stream, as long as wanted, and refuses what is none of that", async () => {
  const service = await startRecordingService();
  const camera = await publishDuringTest(service, { stream: "cam", source });
  await waitForRecorder(service, "cam");
  await camera.stop();
  await waitForRecordings(service, "cam");
  expect(await listRecordings(service, "?limit=1")).toHaveLength(1);
  expect(await listRecordings(service, "?stream=other")).toEqual([]);
  const answer = await fetchOk(`${service.deliveryUrl}/api/recordings`);
  expect(answer.headers.get("content-type")).toBe("application/json");
  expect(answer.headers.get("cache-control")).toBe("no-store");
  for (const query of ["?limit=0", "?limit=1001", "?limit=x", "?stream=..%2f.recording", "?stream="]) {
    expect((await fetch(`${service.deliveryUrl}/api/recordings${query}`)).status, query).toBe(400);
  }
});

test("a publisher that comes back in time goes on in the same recording, and one with another video size begins its own", async () => {
  // Longer than a publisher takes to come back to a machine that has other work.
  const within = 15;
  const service = await startRecordingService({ set: [`recording.appendWithin=${within}`] });
  const small = await clipSource({ filter: "scale=320:180", bitrate: "300k" });
  for (const input of [source, source, small]) {
    const camera = await publishDuringTest(service, { stream: "cam", source: input });
    await waitForRecorder(service, "cam", 50_000);
    await camera.stop();
  }
  const recordings = (await waitForRecordings(service, "cam", 2, within + 60)).toReversed();
  const [both = [], alone = []] = await Promise.all(
    recordings.map((recording) => packetHashes(recordingPath(service, recording))),
  );
  const places = both.map((hash) => all.indexOf(hash));
  const again = places.findIndex((place, n) => place !== (places[0] ?? 0) + n);
  expect(again).toBeGreaterThan(0);
  expect(places.slice(again)).toEqual(places.slice(again).map((_, n) => (places[again] ?? 0) + n));
  expect((await packetHashes(small)).join()).toContain(alone.join());
  for (const recording of recordings) await decode(recordingPath(service, recording));
});
