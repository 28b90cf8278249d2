import { readdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { waitFor } from "../../harness/core/index.ts";
import { type LocalIngest, type LocalService, startLocalService } from "../../harness/local/index.ts";
import { clipSource, fetchOk, StreamWatch } from "../../harness/stream/index.ts";
import {
  mediaUrl,
  nextNumber,
  publishDuringTest,
  smallLadder,
  waitForEnd,
  waitForMedia,
  waitForSegments,
} from "./support/streams.ts";

let source: string;
const services: LocalService[] = [];

beforeAll(async () => {
  source = await clipSource();
});

afterAll(() => Promise.all(services.map((service) => service.stop())));

const storages: Record<string, string[]> = {
  origin: [],
  shared: ["storage.mode=shared", "storage.shared.existingClaim=claim"],
};

test.each(Object.keys(storages))(
  "%s: segments keep their discontinuity count while discontinuities come and leave the window, on one pod and on another",
  async (storage) => {
    const set = storages[storage] as string[];
    const sharedMedia = storage === "shared";
    const service = await startLocalService({ ingests: 2, sharedMedia, values: [smallLadder], set });
    services.push(service);
    const [first, second] = service.ingests as [LocalIngest, LocalIngest];
    const window = service.settings.playlistSeconds / service.settings.fragmentSeconds;
    const begin = await publishDuringTest(service, { stream: "cam", source, ingest: first });
    await waitForSegments(service, "cam", "low", 2);
    await using watch = new StreamWatch("low", mediaUrl(service, "cam", "low"));
    let publisher = begin;
    for (const ingest of [first, second, first]) {
      await publisher.stop();
      publisher = await publishDuringTest(service, { stream: "cam", source, ingest });
      await waitForMore(watch, 3);
    }
    await waitForMore(watch, window + 2);
    expect(watch.takeReport().discontinuities).toBeGreaterThanOrEqual(3);
    expect(watch.problems.join("\n")).toBe("");
  },
);

test("a new pod has the discontinuity counts before it is ready, and counts on when their owner is killed", async () => {
  const service = await startLocalService({ ingests: 2, values: [smallLadder] });
  services.push(service);
  const [first, second] = service.ingests as [LocalIngest, LocalIngest];
  // More than the clock would say.
  await writeFile(join(first.runFolder, "cam.stretch"), JSON.stringify({ count: 100_000, at: Date.now() }));
  const publisher = await publishDuringTest(service, { stream: "cam", source, ingest: first });
  const old = await waitForSegments(service, "cam", "low", 3);
  // As a pod that replaces another one: it has the name, and nothing of what the other one knew.
  await second.process.stop();
  for (const file of await readdir(second.runFolder)) await rm(join(second.runFolder, file), { recursive: true });
  await second.restart();
  await waitFor("the new pod", { seconds: 10 }, () => fetchOk(`${second.httpUrl}/readyz`));
  first.process.kill("SIGKILL");
  await waitForEnd(publisher);
  await publishDuringTest(service, { stream: "cam", source, ingest: second });
  const next = await waitForMedia(
    service,
    "cam",
    "low",
    ({ segments }) => (segments[0]?.number ?? 0) > nextNumber(old),
  );
  expect(next.segments[0]?.timeline).toBeGreaterThan(Math.max(...old.segments.map(({ timeline }) => timeline)));
});

async function waitForMore(watch: StreamWatch, segments: number): Promise<void> {
  const before = watch.lastNumber;
  await waitFor(`${segments} more segments`, { seconds: 60 }, () => {
    if (!(watch.lastNumber >= before + segments)) throw new Error(`number ${watch.lastNumber}`);
  });
}
