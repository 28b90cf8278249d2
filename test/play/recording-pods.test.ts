import { randomBytes } from "node:crypto";
import { chmod, mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { waitFor } from "../../harness/core/index.ts";
import type { LocalIngest, LocalService, LocalServiceOptions } from "../../harness/local/index.ts";
import { clipSource, fetchOk, signUrl } from "../../harness/stream/index.ts";
import { metricValue, readMetrics } from "../../harness/verify/index.ts";
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
import { publishDuringTest, waitForEnd, waitForLine } from "./support/streams.ts";
import { askApi } from "./support/streams-api.ts";

const source = await clipSource();
const token = "token-of-the-admin-token-of-the-admin";
const mebibyte = 1024 * 1024;

/** Two ingest processes as two pods would be, each with a volume of its own, which delivery does not have. */
async function startPods({ set = [], ...options }: LocalServiceOptions = {}) {
  const service = await startRecordingService({
    ...{ ingests: 2, ownVodFolders: true, ...options },
    set: ["recording.volume.mode=pod", "vod.enabled=false", "vod.existingClaim=", ...set],
  });
  return { service, second: service.ingests[1] as LocalIngest };
}

/** Puts a file where a pod has its recordings. */
async function putRecording({ vodFolder }: LocalIngest, path: string, bytes: Uint8Array): Promise<void> {
  const file = join(vodFolder, "recordings", path);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, bytes);
  await chmod(file, 0o644);
}

async function killDuringTest(ingest: LocalIngest): Promise<void> {
  ingest.process.kill("SIGKILL");
  await ingest.process.ended();
}

/** What comes of a body until it ends, or breaks off. */
async function received(url: string): Promise<{ bytes: Buffer; isWhole: boolean }> {
  const chunks: Uint8Array[] = [];
  const { body } = await fetch(url);
  try {
    for await (const chunk of body ?? []) chunks.push(chunk);
    return { bytes: Buffer.concat(chunks), isWhole: true };
  } catch {
    return { bytes: Buffer.concat(chunks), isWhole: false };
  }
}

const isComplete = async (service: LocalService): Promise<unknown> =>
  ((await askApi(service, "/api/recordings")).body as { complete: boolean }).complete;

test("what each pod recorded is listed and plays from the one delivery, the newest first", async () => {
  const { service, second } = await startPods();
  const first = service.ingests[0];
  for (const [stream, ingest] of [
    ["one", first],
    ["two", second],
  ] as const) {
    const publisher = await publishDuringTest(service, { stream, source, ingest });
    await waitForRecorder(ingest, stream, 600_000);
    await publisher.stop();
    await waitForRecordings(service, stream);
  }
  const recordings = await listRecordings(service);
  expect(recordings.map(({ name }) => name)).toEqual(["two", "one"]);
  expect(await listRecordings(service, "?limit=1")).toEqual(recordings.slice(0, 1));
  expect(await listRecordings(service, "?stream=one")).toEqual(recordings.slice(1));
  await waitFor("the recordings in the streams API", { seconds: 10 }, async () => {
    const { body } = await askApi(service, "/api/streams");
    expect(body).toMatchObject({ recordings: recordings, recordingsComplete: true });
  });
  for (const [n, ingest] of [second, first].entries()) {
    const recording = recordings[n];
    if (!recording) throw new Error("there is none");
    const url = `${service.deliveryUrl}/${recording.url}`;
    expect(await unfinished(ingest)).toEqual([]);
    expect(await packetHashes(url)).toEqual(await packetHashes(recordingPath(ingest, recording)));
    await decode(url, recording.seconds - 1);
  }
  for (const query of ["?limit=0", "?limit=1001", "?stream=..%2f.recording", "?stream="]) {
    expect((await askApi(service, `/api/recordings`)).status).toBe(200);
    expect((await fetch(`${service.deliveryUrl}/api/recordings${query}`)).status, query).toBe(400);
  }
});

test("every range of a recording is what it is in the file, whatever slices it is pulled in, and is pulled once", async () => {
  const { service, second } = await startPods();
  const path = "big/big-20261125T130000Z.mp4";
  const bytes = randomBytes(9 * mebibyte + 17);
  await putRecording(second, path, bytes);
  const url = `${service.deliveryUrl}/vod/recordings/${path}`;
  const ranges: [string, number, number][] = [
    ["0-0", 0, 1],
    [`${4 * mebibyte - 5}-${4 * mebibyte + 4}`, 4 * mebibyte - 5, 4 * mebibyte + 5],
    [`${3 * mebibyte}-${9 * mebibyte}`, 3 * mebibyte, 9 * mebibyte + 1],
    ["-100", bytes.length - 100, bytes.length],
    [`${9 * mebibyte}-`, 9 * mebibyte, bytes.length],
    [`${9 * mebibyte}-${99 * mebibyte}`, 9 * mebibyte, bytes.length],
  ];
  for (const [range, from, to] of ranges) {
    const answer = await fetch(url, { headers: { Range: `bytes=${range}` } });
    expect(answer.status, range).toBe(206);
    expect(answer.headers.get("content-range")).toBe(`bytes ${from}-${to - 1}/${bytes.length}`);
    expect(Buffer.from(await answer.arrayBuffer()).equals(bytes.subarray(from, to)), range).toBe(true);
  }
  const beyond = await fetch(url, { headers: { Range: `bytes=${bytes.length}-` } });
  expect(beyond.status).toBe(416);
  const head = await fetch(url, { method: "HEAD" });
  expect([head.status, head.headers.get("content-length")]).toEqual([200, String(bytes.length)]);
  const whole = await fetch(url);
  expect([whole.status, whole.headers.get("content-type")]).toEqual([200, "video/mp4"]);
  expect(whole.headers.get("cache-control")).toBe("public, max-age=60");
  expect(whole.headers.get("access-control-allow-origin")).toBe("*");
  expect(Buffer.from(await whole.arrayBuffer()).equals(bytes)).toBe(true);
  const result = async (name: string) => {
    const families = await readMetrics(await (await fetchOk(service.deliveryMetricsUrl)).text());
    return metricValue(families, "hls_cloud_delivery_cache_requests_total", { kind: "vod", result: name });
  };
  await waitFor("the counters", { seconds: 20 }, async () => {
    expect(await result("hit")).toBeGreaterThan(3);
  });
  // What is in the cache plays while its pod is away.
  await killDuringTest(second);
  expect(Buffer.from(await (await fetch(url)).arrayBuffer()).equals(bytes)).toBe(true);
});

test.each([
  ["whose pod goes away", (pod: LocalIngest) => killDuringTest(pod)],
  ["that is deleted", (pod: LocalIngest) => rm(join(pod.vodFolder, "recordings/big"), { recursive: true })],
])("a recording %s in the middle breaks off, with nothing in it that is not the recording's", async (_, lose) => {
  const { service, second } = await startPods();
  const path = "big/big-20261125T130000Z.mp4";
  const bytes = randomBytes(9 * mebibyte);
  await putRecording(second, path, bytes);
  const url = `${service.deliveryUrl}/vod/recordings/${path}`;
  expect((await fetch(url, { headers: { Range: "bytes=0-9" } })).status).toBe(206);
  await waitFor("the first slice in the cache", { seconds: 10 }, async () => {
    const cached = await readdir(join(service.folder, "pod-0/cache/recordings"), {
      recursive: true,
      withFileTypes: true,
    });
    expect(cached.filter((entry) => /^[0-9a-f]{32}$/.test(entry.name))).toHaveLength(1);
  });
  await lose(second);
  const answer = await received(url);
  expect(answer.isWhole).toBe(false);
  expect(answer.bytes.length).toBeGreaterThan(mebibyte);
  expect(answer.bytes.equals(bytes.subarray(0, answer.bytes.length))).toBe(true);
});

test("a pod that is away takes its recordings out of the list, which says so; they are there again when it is", async () => {
  const { service, second } = await startPods();
  const first = service.ingests[0];
  const publisher = await publishDuringTest(service, { stream: "lost", source, ingest: second });
  await waitForRecorder(second, "lost", 500_000);
  await putRecording(first, "there/there-20261125T130000Z.mp4", await readFile(source));
  await putRecording(second, "away/away-20261125T130000Z.mp4", await readFile(source));
  const status = async (name: string) =>
    (await fetch(`${service.deliveryUrl}/vod/recordings/${name}/${name}-20261125T130000Z.mp4`)).status;
  expect(await status("nobodys")).toBe(404);
  expect(await isComplete(service)).toBe(true);

  await killDuringTest(second);
  await waitForEnd(publisher);
  expect(await status("away")).toBe(503);
  expect(await status("nobodys"), "the pod that is away may have it").toBe(503);
  expect(await status("there")).toBe(200);
  expect(await isComplete(service)).toBe(false);

  await second.restart();
  await waitFor("the recording", { seconds: 10 }, async () => {
    expect(await status("away")).toBe(200);
  });
  expect(await isComplete(service)).toBe(true);
  // What it was recording is a recording of its next process.
  const [recording] = await waitForRecordings(service, "lost");
  if (!recording) throw new Error("there is none");
  await decode(`${service.deliveryUrl}/${recording.url}`);
  await waitFor("what nobody has", { seconds: 10 }, async () => {
    expect(await status("nobodys")).toBe(404);
  });
});

test("the admin's order reaches the pod that has the stream, and is to be given again while a pod is away", async () => {
  const admin = ["auth.admin.enabled=true", `auth.admin.token=${token}`, "recording.streams={none}"];
  const { service, second } = await startPods({ set: admin });
  const headers = { Authorization: `Bearer ${token}` };
  const order = (what: string) =>
    askApi(service, "/api/streams/cam/record", { method: "POST", headers, body: new URLSearchParams({ order: what }) });
  expect((await order("begin")).status).toBe(400);
  expect(await order("start")).toEqual({ status: 200, body: { name: "cam", order: "start" } });
  const publisher = await publishDuringTest(service, { stream: "cam", source, ingest: second });
  await waitForRecorder(second, "cam");
  expect((await order("stop")).status).toBe(200);
  await waitForLine(second.process, /recording of stream cam ended/);
  const end = await askApi(service, "/api/streams/cam", { method: "DELETE", headers });
  expect(end.status).toBe(204);
  await waitForEnd(publisher);
  await waitForRecordings(service, "cam");
  await killDuringTest(service.ingests[0]);
  expect((await order("start")).status).toBe(503);
});

test("what is not a finished recording is not pulled, and a recording needs its link where links are signed", async () => {
  const key = "k".repeat(32);
  const { service, second } = await startPods({
    set: ["auth.play.signed.enabled=true", `auth.play.signed.keys[0]=${key}`],
  });
  await publishDuringTest(service, { stream: "cam", source, ingest: second });
  const flv = await waitForRecorder(second, "cam");
  const recording = "/vod/recordings/cam/cam-20261125T130000Z.mp4";
  await putRecording(second, "cam/cam-20261125T130000Z.mp4", await readFile(source));
  await writeFile(join(second.vodFolder, "other.mp4"), "other");
  const expires = Math.floor(Date.now() / 1000) + 60;
  const signed = (path: string, scope: string, headers: Record<string, string> = {}) =>
    fetch(signUrl(`${service.deliveryUrl}${path}`, { key, expires, scope }), { headers });
  const part = await signed(recording, recording.slice(1), { Range: "bytes=0-99" });
  expect(part.status).toBe(206);
  expect((await fetch(service.deliveryUrl + recording)).status).toBe(403);
  expect((await signed(recording, "vod/recordings/other/")).status).toBe(403);
  const below = flv.slice(second.vodFolder.length);
  for (const path of [
    below,
    "/other.mp4",
    "/recordings/",
    "/recordings/cam/",
    "/recordings/cam%2f..%2f..%2fother.mp4",
  ]) {
    expect((await signed(`/vod${path}`, "*")).status, path).toBe(404);
    expect((await fetch(`${second.httpUrl}/vod${path}`)).status, path).toBe(404);
  }
  expect((await signed(`/films${recording}`, "*")).status).toBe(404);
});
