import { afterAll, beforeAll, expect, test } from "vitest";
import { type LocalIngest, type LocalService, startLocalService } from "../../scripts/lib/local-service.ts";
import { parseMedia } from "../../scripts/lib/playlists.ts";
import { clipSource } from "../../scripts/lib/source.ts";
import { waitFor } from "../../scripts/lib/waiting.ts";
import { mediaUrl, nextNumber, publishDuringTest, smallLadder, waitForEnd, waitForSegments } from "./streams.ts";

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
