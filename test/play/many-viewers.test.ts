import { appendFile, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { Load } from "../../scripts/lib/load.ts";
import { startLocalService } from "../../scripts/lib/local-service.ts";
import { clipSource } from "../../scripts/lib/source.ts";
import { waitFor } from "../../scripts/lib/waiting.ts";
import { publishDuringTest, smallLadder, waitForSegments } from "./streams.ts";

const stream = "crowd";
const playlist = `/hls/${stream}_low.m3u8`;

test("an ingest pod is asked for a playlist twice a second at most, however many viewers ask at once", async () => {
  const folder = await mkdtemp(join(tmpdir(), "hls-cloud-test-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  const log = join(folder, "origin.log");
  const values = join(folder, "values.yaml");
  await appendFile(log, "");
  await writeFile(values, `ingest: { snippets: { server: "access_log ${log};" } }\n`);
  const service = await startLocalService({ freePorts: true, values: [smallLadder, values] });
  onTestFinished(() => service.stop());
  await publishDuringTest(service, { stream, source: await clipSource() });
  await waitForSegments(service, stream, "low", 1);

  const asked = async (): Promise<number> => (await readFile(log, "utf8")).split(`GET ${playlist} `).length - 1;
  const startedAt = performance.now();
  const before = await asked();
  // Each connection asks again as soon as it was answered.
  const load = new Load({ url: service.deliveryUrl, paths: [playlist], rate: 100_000, connections: 500 });
  onTestFinished(() => load[Symbol.asyncDispose]());
  await waitFor("some renewals", { seconds: 30 }, async () => expect(await asked()).toBeGreaterThan(before + 8));
  const report = await load.stop();
  const seconds = (performance.now() - startedAt) / 1000;

  expect(report).toMatchObject({ errors: 0, non2xx: 0 });
  expect(report.requests).toBeGreaterThan(500);
  // One more where the cached one was older than nginx keeps it, because the machine was busy.
  expect((await asked()) - before).toBeLessThanOrEqual(Math.ceil(seconds) * 3 + 1);
});
