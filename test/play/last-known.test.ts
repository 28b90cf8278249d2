import { afterAll, beforeAll, expect, test } from "vitest";
import { waitFor } from "../../harness/core/index.ts";
import { type LocalIngest, type LocalService, startLocalService } from "../../harness/local/index.ts";
import { clipSource, fetchOk, parseMedia } from "../../harness/stream/index.ts";
import {
  mediaUrl,
  nextNumber,
  publishDuringTest,
  smallLadder,
  waitForEnd,
  waitForSegments,
} from "./support/streams.ts";

/** Two ingest processes as two pods would be, in `origin` mode, behind one delivery process. */
let service: LocalService;
let first: LocalIngest;
let second: LocalIngest;
let source: string;

beforeAll(async () => {
  source = await clipSource();
  service = await startLocalService({ ingests: 2, values: [smallLadder] });
  [first, second] = service.ingests as [LocalIngest, LocalIngest];
});

afterAll(() => service?.stop());

test("a viewer has a playlist with segments from the end of the old pod to the first segment of the new one", async () => {
  const url = mediaUrl(service, "cam", "low");
  const before = await publishDuringTest(service, { stream: "cam", source, ingest: first });
  const old = nextNumber(await waitForSegments(service, "cam", "low", 3));
  first.process.kill("SIGKILL");
  await waitForEnd(before);
  await publishDuringTest(service, { stream: "cam", source, ingest: second });
  const answers: string[] = [];
  await waitFor("a segment of the new pod", { seconds: 30, period: 50 }, async () => {
    const response = await fetch(url);
    const playlist = parseMedia(await response.text(), url);
    answers.push(`${response.status}, ${playlist.segments.length > 0 ? "segments" : "none"}`);
    if (nextNumber(playlist) <= old + 1) throw new Error("it is the old one");
  });
  expect([...new Set(answers)]).toEqual(["200, segments"]);
  await first.restart();
});

test("a segment that a viewer was told of outlives its pod", async () => {
  const publisher = await publishDuringTest(service, { stream: "heard", source, ingest: first });
  const told = await waitForSegments(service, "heard", "low", 3);
  first.process.kill("SIGKILL");
  await waitForEnd(publisher);
  for (const { url } of told.segments.slice(-3)) {
    const response = await fetch(url);
    await response.arrayBuffer();
    expect([url, response.status]).toEqual([url, 200]);
  }
  await first.restart();
});

test("what another delivery pod told its viewers is kept by the other ingest pod, and is told by this one too", async () => {
  const publisher = await publishDuringTest(service, { stream: "told", source, ingest: first });
  await waitForSegments(service, "told", "low", 2);
  // This delivery pod never asked for this rendition.
  const url = mediaUrl(service, "told", "src");
  const told = await (await fetchOk(`${first.httpUrl}${new URL(url).pathname}`)).text();
  first.process.kill("SIGKILL");
  await waitForEnd(publisher);
  expect(await (await fetchOk(url)).text()).toBe(told);
  await first.restart();
});

test("nobody can make a pod keep what would lead players elsewhere", async () => {
  const keep = (body: string): Promise<Response> =>
    fetch(`${second.httpUrl}/peer/keep/planted_low.m3u8`, { method: "POST", body });
  const playlist = (segment: string): string =>
    `#EXTM3U\n#EXT-X-MEDIA-SEQUENCE:1\n#EXT-X-TARGETDURATION:2\n#EXTINF:2.000,\n${segment}\n`;
  expect((await keep(playlist("planted_low-1.ts"))).status).toBe(204);
  for (const segment of ["http://127.0.0.2/a.ts", "//127.0.0.2/a.ts", "../a.ts", "a.ts?b"])
    expect((await keep(playlist(segment))).status, segment).toBe(400);
  expect((await keep("no playlist")).status).toBe(400);
});

test.each(["nobody_low.m3u8", "nobody_low-1.ts"])(
  "nobody has %s: 404 when each pod says so, 503 while one does not answer",
  async (file) => {
    const status = async (): Promise<number> => {
      const response = await fetch(new URL(file, mediaUrl(service, "nobody", "low")));
      await response.arrayBuffer();
      return response.status;
    };
    expect(await status()).toBe(404);
    first.process.kill("SIGKILL");
    await waitFor("the change of the answer", { seconds: 10 }, async () => expect(await status()).toBe(503));
    await first.restart();
    await waitFor("the change of the answer", { seconds: 10 }, async () => expect(await status()).toBe(404));
  },
);
