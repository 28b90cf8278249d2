import { utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { descendants, waitFor } from "../../harness/core/index.ts";
import { type LocalIngest, type LocalServiceOptions, startLocalService } from "../../harness/local/index.ts";
import { clipSource, fetchOk } from "../../harness/stream/index.ts";
import {
  nextNumber,
  publishDuringTest,
  smallLadder,
  waitForEnd,
  waitForLine,
  waitForMedia,
  waitForSegments,
} from "./support/streams.ts";

const source = await clipSource();

async function startDuringTest(options: LocalServiceOptions) {
  const service = await startLocalService({ ...options, values: [smallLadder] });
  onTestFinished(() => service.stop());
  return service;
}

/** Waits until the readiness probe would take the pod out of the encoders' Service. */
function waitForUnready({ httpUrl }: LocalIngest): Promise<void> {
  return waitFor(`503 of ${httpUrl}/readyz`, { seconds: 10 }, async () => {
    const { status } = await fetch(`${httpUrl}/readyz`);
    if (status !== 503) throw new Error(`it answers ${status}`);
  });
}

test("a pod that drains keeps its publisher for a time, takes no other, and hands it to the next pod without a viewer's loss", async () => {
  const service = await startDuringTest({ ingests: 2, set: ["ingest.maxStreams=4", "ingest.drain.seconds=10"] });
  const [first, second] = service.ingests as [LocalIngest, LocalIngest];
  const owner = await publishDuringTest(service, { stream: "moves", source, ingest: first });
  await waitForSegments(service, "moves", "low", 2);

  const drainedAt = performance.now();
  const drain = first.drain();
  await waitForUnready(first);
  const refused = await publishDuringTest(service, { stream: "late", source, ingest: first });
  await waitForEnd(refused);
  await waitForLine(first.process, /refused publisher 127.0.0.1 of stream "late": this pod drains; connect again/);
  expect(owner.running).toBe(true);
  await publishDuringTest(service, { stream: "late", source, ingest: second });
  await waitForSegments(service, "late", "low", 1);

  await waitForEnd(owner, 40);
  expect(performance.now() - drainedAt).toBeGreaterThan(10_000);
  await waitForLine(first.process, /dropped publisher 127.0.0.1 of stream moves: this pod ends/);
  const old = await waitForSegments(service, "moves", "low", 3);
  await publishDuringTest(service, { stream: "moves", source, ingest: second });
  await waitForLine(second.process, /accepted publisher 127.0.0.1 of stream moves/);
  expect(drain.running).toBe(true);
  const next = await waitForMedia(service, "moves", "low", (playlist) => nextNumber(playlist) > nextNumber(old) + 1);
  expect(next.sequence).toBeGreaterThanOrEqual(old.sequence);
  for (const { url } of old.segments.slice(-3)) {
    await (await fetchOk(`${first.httpUrl}${new URL(url).pathname}`)).arrayBuffer();
  }

  await waitForEnd(drain, 40);
  await first.process.stop();
  await waitForLine(first.process, /worker process \d+ exited with code 0/);
  await first.restart();
  await publishDuringTest(service, { stream: "back", source, ingest: first });
  await waitForSegments(service, "back", "low", 1);
});

test("a draining pod starts a publisher's dead ffmpeg again, and has drained with its last publisher, whatever dead ones left behind", async () => {
  const service = await startDuringTest({ freePorts: true, set: ["ingest.drain.seconds=600"] });
  const [ingest] = service.ingests;
  const owner = await publishDuringTest(service, { stream: "finishes", source });
  await waitForSegments(service, "finishes", "low", 1);
  for (const file of ["dead.state", "dead.claim"]) {
    const path = join(ingest.runFolder, file);
    await writeFile(path, "{}");
    await utimes(path, 0, 0);
  }
  const drain = ingest.drain();
  await waitForUnready(ingest);
  const old = await waitForSegments(service, "finishes", "low", 1);
  for (const ffmpeg of await descendants(ingest.process.pid, "ffmpeg")) process.kill(ffmpeg, "SIGKILL");
  await waitForMedia(service, "finishes", "low", (playlist) => nextNumber(playlist) > nextNumber(old) + 2);
  expect(drain.running).toBe(true);
  await owner.stop();
  await waitForEnd(drain, 30);
});
