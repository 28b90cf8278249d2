import { expect, test } from "vitest";
import { waitFor } from "../../harness/core/index.ts";
import { clipSource, fetchOk, parseMedia } from "../../harness/stream/index.ts";
import {
  mediaUrl,
  nextNumber,
  publishDuringTest,
  startTwoPods,
  waitForEnd,
  waitForSegments,
} from "./support/streams.ts";

const source = await clipSource();
const { service, first, second } = await startTwoPods();

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

test("a segment that was served in a playlist outlives its pod", async () => {
  const publisher = await publishDuringTest(service, { stream: "heard", source, ingest: first });
  const served = await waitForSegments(service, "heard", "low", 3);
  first.process.kill("SIGKILL");
  await waitForEnd(publisher);
  for (const { url } of served.segments.slice(-3)) {
    const response = await fetch(url);
    await response.arrayBuffer();
    expect([url, response.status]).toEqual([url, 200]);
  }
  await first.restart();
});

test("what another delivery pod served is replicated on the other ingest pod, and is served by this pod too", async () => {
  const publisher = await publishDuringTest(service, { stream: "served", source, ingest: first });
  await waitForSegments(service, "served", "low", 2);
  // This delivery pod never asked for this rendition.
  const url = mediaUrl(service, "served", "src");
  const replica = await (await fetchOk(`${first.httpUrl}${new URL(url).pathname}`)).text();
  first.process.kill("SIGKILL");
  await waitForEnd(publisher);
  expect(await (await fetchOk(url)).text()).toBe(replica);
  await first.restart();
});

test("nobody can make a pod store what would lead players elsewhere", async () => {
  const replicate = (body: string): Promise<Response> =>
    fetch(`${second.httpUrl}/peer/keep/planted_low.m3u8`, { method: "POST", body });
  const playlist = (segment: string): string =>
    `#EXTM3U\n#EXT-X-MEDIA-SEQUENCE:1\n#EXT-X-TARGETDURATION:2\n#EXTINF:2.000,\n${segment}\n`;
  expect((await replicate(playlist("planted_low-1.ts"))).status).toBe(204);
  for (const segment of ["http://127.0.0.2/a.ts", "//127.0.0.2/a.ts", "../a.ts", "a.ts?b"])
    expect((await replicate(playlist(segment))).status, segment).toBe(400);
  expect((await replicate("no playlist")).status).toBe(400);
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
