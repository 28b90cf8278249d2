import { mkdir, readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type ChildProcess, descendants, waitFor } from "../../harness/core/index.ts";
import { type LocalIngest, type LocalService, startLocalService } from "../../harness/local/index.ts";
import { clipSource } from "../../harness/stream/index.ts";
import { publishDuringTest, smallLadder, waitForSegments } from "./support/streams.ts";

interface Case {
  readonly title: string;
  readonly set: readonly string[];
  readonly sharedMedia: boolean;
}

const often = "ingest.posters.interval=1";
const copyOnly = ["ladder[0].name=src", "ladder[0].copy=true", "ladder[0].maxBitrate=6000k"];

const cases: readonly Case[] = [
  { title: "in the pods' memory", set: [often], sharedMedia: false },
  {
    title: "on a shared volume",
    set: [often, "storage.mode=shared", "storage.shared.existingClaim=c"],
    sharedMedia: true,
  },
];

const jpeg = Buffer.from([0xff, 0xd8, 0xff]);

/** A stream's poster, as a viewer gets it. */
async function posterOf(
  service: LocalService,
  stream: string,
): Promise<{ status: number; type: string | null; body: Buffer }> {
  const response = await fetch(`${service.deliveryUrl}/posters/${stream}.jpg`);
  const body = Buffer.from(await response.arrayBuffer());
  return { status: response.status, type: response.headers.get("content-type"), body };
}

async function waitForPoster(service: LocalService, stream: string, other?: Buffer): Promise<Buffer> {
  return waitFor("a poster", { seconds: 30 }, async () => {
    const { status, type, body } = await posterOf(service, stream);
    expect({ status, type }).toEqual({ status: 200, type: "image/jpeg" });
    expect(body.subarray(0, 3)).toEqual(jpeg);
    if (other && body.equals(other)) throw new Error("it is the same as before");
    return body;
  });
}

describe.each(cases)("posters $title", ({ set, sharedMedia }) => {
  let service: LocalService;
  let source: string;
  let second: LocalIngest;

  beforeAll(async () => {
    source = await clipSource();
    service = await startLocalService({ ingests: 2, sharedMedia, values: [smallLadder], set });
    second = service.ingests[1] as LocalIngest;
  });

  afterAll(() => service?.stop());

  test("a stream of any pod has one, which is renewed, and gone when the stream is", async () => {
    expect((await posterOf(service, "cam")).status).toBe(404);
    const publisher = await publishDuringTest(service, { stream: "cam", source, ingest: second });
    const first = await waitForPoster(service, "cam");
    await waitForPoster(service, "cam", first);
    await publisher.stop();
    await waitFor("the end of the poster", { seconds: 20 }, async () => {
      expect((await posterOf(service, "cam")).status).toBe(404);
    });
    expect(await readdir(join(second.mediaFolder, "posters"))).toEqual([]);
  });

  test("what a killed pod left is gone when its streams have no playlist any more", async () => {
    const folder = join(second.mediaFolder, "posters");
    await writeFile(join(folder, "lost.jpg"), "old");
    await publishDuringTest(service, { stream: "next", source, ingest: second });
    await waitForPoster(service, "next");
    expect(await readdir(folder)).not.toContain("lost.jpg");
  });
});

test("a ladder that only copies has posters too, and those that cannot be written disturb no rendition", async () => {
  await using service = await startLocalService({ freePorts: true, set: [often, ...copyOnly] });
  const [ingest] = service.ingests;
  const source = await clipSource();
  // Where the poster is to be, a folder is in the way.
  await mkdir(join(ingest.mediaFolder, "posters/blocked.jpg"));
  const publisher = await publishDuringTest(service, { stream: "blocked", source });
  await waitForSegments(service, "blocked", "src", 2);
  const ffmpeg = await ladderOf(ingest.process);
  await waitForSegments(service, "blocked", "src", 4);
  expect(await ladderOf(ingest.process)).toEqual(ffmpeg);
  await publisher.stop();
  await publishDuringTest(service, { stream: "copied", source });
  await waitForPoster(service, "copied", await waitForPoster(service, "copied"));
});

async function ladderOf(process: ChildProcess): Promise<number[]> {
  const found = await descendants(process.pid, "ffmpeg");
  expect(found).toHaveLength(1);
  return found;
}
