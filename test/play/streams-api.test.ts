import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { waitFor } from "../../harness/core/index.ts";
import { clipSource, fetchMaster } from "../../harness/stream/index.ts";
import { metricValue, readMetrics } from "../../harness/verify/index.ts";
import { mediaUrl, publishDuringTest, startTwoPods, waitForLine } from "./support/streams.ts";
import { askApi, listStreams, waitForStream } from "./support/streams-api.ts";

const source = await clipSource();
const { service, first, second } = await startTwoPods({ set: ["ingest.maxStreams=8"] });

test("the API lists the streams of all pods, each as its master playlist and its publisher say, until they end", async () => {
  expect(await listStreams(service)).toEqual([]);
  const before = Date.now();
  const one = await publishDuringTest(service, { stream: "one", source, ingest: first });
  await publishDuringTest(service, { stream: "two", source, ingest: second });
  const starting = await waitForStream(service, "one", () => true);
  expect(starting).toMatchObject({ state: "starting", renditions: [], segmentAgeSeconds: null, viewers: 0 });
  await waitForStream(service, "two", ({ state }) => state === "live");
  const live = await waitForStream(service, "one", ({ state, ingest }) => state === "live" && ingest.bitrate > 1e6);
  expect((await listStreams(service)).map(({ name }) => name)).toEqual(["one", "two"]);

  const since = Date.parse(live.since);
  expect(since).toBeGreaterThanOrEqual(before);
  expect(live.uptimeSeconds).toBeLessThanOrEqual((Date.now() - since) / 1000);
  expect(live.segmentAgeSeconds).toBeLessThan(5);
  expect(live.ingest.bitrate).toBeLessThan(3e6);
  expect(live.ingest.video).toEqual({ codec: "H264", profile: "High", width: 1280, height: 720, frameRate: 25 });
  expect(live.ingest.audio).toEqual({ codec: "AAC", profile: "LC", channels: 2, sampleRate: 48000 });
  const pages = { watch: "watch/one", embed: "embed/one", poster: "posters/one.jpg" };
  expect(live.urls).toEqual({ hls: "hls/one.m3u8", ...pages });
  const inService = (path: string): string => `${service.deliveryUrl}/${path}`;
  const master = await fetchMaster(inService(live.urls.hls));
  expect(live.renditions.map(({ urls }) => inService(urls.hls))).toEqual(master.map(({ url }) => url));
  live.renditions.forEach(({ width, height, codecs, urls }, index) => {
    expect({ width, height, codecs }).toMatchObject({ codecs: master[index]?.codecs, height: master[index]?.height });
    expect(urls["dash"]).toMatch(/^dash\/one_(low|src)\.mpd$/);
    expect(width).toBe(master[index]?.width);
  });
  for (const { urls } of live.renditions) expect((await fetch(inService(urls["dash"] ?? ""))).status).toBe(200);
  expect((await askApi(service, "/api/streams/one")).body).toMatchObject({ name: "one", since: live.since });

  await one.stop();
  await waitForLine(first.process, /stopped publisher 127.0.0.1 of stream one after \d+ s/);
  await waitFor("the end of the stream in the API", { seconds: 10 }, async () => {
    expect((await listStreams(service)).map(({ name }) => name)).toEqual(["two"]);
  });
  expect((await askApi(service, "/api/streams/one")).status).toBe(404);
});

test("a stream whose segments stop growing is stalled, for as long as its publisher is there, and live when they grow again", async () => {
  const publisher = await publishDuringTest(service, { stream: "halts", source, ingest: second });
  await waitForStream(service, "halts", ({ state }) => state === "live");
  publisher.kill("SIGSTOP");
  onTestFinished(() => publisher.kill("SIGCONT"));
  const stalled = await waitForStream(service, "halts", ({ state }) => state === "stalled");
  expect(stalled.segmentAgeSeconds).toBeGreaterThan(5);
  expect(stalled.renditions.map(({ name }) => name)).toEqual(["low", "src"]);
  publisher.kill("SIGCONT");
  await waitForStream(service, "halts", ({ state }) => state === "live");
});

test("viewers are counted once each by what they play; who only opens the page is none", async () => {
  await publishDuringTest(service, { stream: "seen", source, ingest: first });
  await waitForStream(service, "seen", ({ state }) => state === "live");
  const play = (agent: string, rendition = "low", more: RequestInit = {}): Promise<Response> =>
    fetch(mediaUrl(service, "seen", rendition), { ...more, headers: { "User-Agent": agent, ...more.headers } });
  for (const agent of ["one", "one", "two"]) await play(agent);
  await play("one", "src");
  await play("one", "low", { headers: { "X-Forwarded-For": "203.0.113.1, 10.0.0.1" } });
  await play("one", "low", { headers: { "X-Forwarded-For": "203.0.113.1, 10.0.0.2" } });
  await play("head", "low", { method: "HEAD" });
  await fetch(`${service.deliveryUrl}/hls/seen.m3u8`, { headers: { "User-Agent": "master" } });
  await fetch(`${service.deliveryUrl}/dash/seen_src.mpd`, { headers: { "User-Agent": "dash" } });
  await fetch(`${service.deliveryUrl}/hls/gone_low.m3u8`, { headers: { "User-Agent": "gone" } });
  await waitForStream(service, "seen", ({ viewers }) => viewers === 4, 8);
  await waitForStream(service, "seen", ({ viewers }) => viewers === 0);
});

test("a stream whose name every object of JavaScript knows is listed and watched like any other", async () => {
  for (const stream of ["constructor", "__proto__"]) {
    const publisher = await publishDuringTest(service, { stream, source, ingest: first });
    await waitForStream(service, stream, ({ state }) => state === "live");
    await fetch(mediaUrl(service, stream, "low"));
    await waitForStream(service, stream, ({ viewers }) => viewers === 1, 8);
    expect((await askApi(service, `/api/streams/${stream}`)).body).toMatchObject({ name: stream });
    const metrics = await readMetrics(await (await fetch(service.deliveryMetricsUrl)).text());
    expect(metricValue(metrics, "hls_cloud_stream_viewers", { stream })).toBe(1);
    await publisher.stop();
  }
});

test("what is noted of viewers and requests is removed when nobody asks for it", async () => {
  const sizes = async (): Promise<Map<string, number>> => {
    const files = (await readdir(first.runFolder)).filter((file) => /^(viewers|requests)-\d$/.test(file));
    const notes = files.map(async (file) => [file, (await stat(join(first.runFolder, file))).size] as const);
    return new Map(await Promise.all(notes));
  };
  const ask = (): Promise<unknown> =>
    Promise.all(Array.from({ length: 20 }, () => fetch(mediaUrl(service, "noted", "low"))));
  await publishDuringTest(service, { stream: "noted", source, ingest: first });
  await waitFor("the playlist", { seconds: 20 }, async () => {
    if (!(await fetch(mediaUrl(service, "noted", "low"))).ok) throw new Error("it is not there");
  });
  const before = await waitFor("notes of both kinds", { seconds: 30 }, async () => {
    await ask();
    const written = [...(await sizes())].filter(([, size]) => size > 0);
    for (const kind of ["viewers", "requests"]) {
      if (!written.some(([file]) => file.startsWith(kind))) throw new Error(`nothing is in a file of ${kind}`);
    }
    return written;
  });
  const emptied = new Set<string>();
  await waitFor("the end of these notes", { seconds: 120, period: 500 }, async () => {
    await ask();
    for (const [file, size] of await sizes()) if (size === 0) emptied.add(file);
    const left = before.map(([file]) => file).filter((file) => !emptied.has(file));
    if (left.length > 0) throw new Error(`${left.join(", ")} are as long as they were, or longer`);
  });
});

test("each request has a line of JSON in the log, with the stream and the viewer, and without its query", async () => {
  const line = async (path: string): Promise<unknown> => {
    const output = await service.delivery.output();
    const found = output.split("\n").find((each) => each.startsWith("{") && each.includes(`"path":"${path}"`));
    return JSON.parse(found ?? "null");
  };
  const agent = { headers: { "User-Agent": 'a "quoted" agent' } };
  await fetch(`${service.deliveryUrl}/hls/logged_low-1.ts?token=SECRET`, agent);
  await fetch(`${service.deliveryUrl}/dash/logged_src.mpd?token=SECRET`, agent);
  await waitFor("lines of the log", { seconds: 10 }, async () => {
    const segment = await line("/hls/logged_low-1.ts");
    expect(segment).toEqual({
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
      client: "127.0.0.1",
      forwardedFor: "",
      session: expect.stringMatching(/^[0-9a-f]{8}$/),
      method: "GET",
      path: "/hls/logged_low-1.ts",
      status: 404,
      bytes: expect.any(Number),
      ms: expect.any(Number),
      cache: "MISS",
      stream: "logged",
      rendition: "low",
    });
    const { session } = segment as { session: string };
    expect(await line("/dash/logged_src.mpd")).toMatchObject({ stream: "logged", rendition: "src", session });
  });
  expect(await service.delivery.output()).not.toContain("SECRET");
});

test("a pod that does not answer is passed over, and no answer says that a stream of it has ended", async () => {
  await publishDuringTest(service, { stream: "stays", source, ingest: second });
  await waitForStream(service, "stays", ({ state }) => state === "live");
  first.process.kill("SIGKILL");
  onTestFinished(() => first.restart());
  await waitFor("an answer without the pod", { seconds: 10 }, async () => {
    expect((await askApi(service, "/api/streams/unknown")).status).toBe(503);
  });
  expect((await listStreams(service)).map(({ name }) => name)).toContain("stays");
  expect((await askApi(service, "/api/streams/stays")).status).toBe(200);
  second.process.kill("SIGKILL");
  onTestFinished(() => second.restart());
  await waitFor("an answer without any pod", { seconds: 10 }, async () => {
    expect((await askApi(service, "/api/streams")).status).toBe(503);
  });
});
