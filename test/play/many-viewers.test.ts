import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { waitFor } from "../../harness/core/index.ts";
import { clipSource, Load } from "../../harness/stream/index.ts";
import { temporaryFolder } from "../temporary-folder.ts";
import { publishDuringTest, smallLadder, startDuringTest, waitForSegments } from "./support/streams.ts";

const stream = "many";
const playlist = `/hls/${stream}_low.m3u8`;

test("an ingest pod is asked for a playlist twice a second at most, however many viewers ask at once", async () => {
  const snippet = "access_log {{ .Values.runtime.paths.run }}/origin.log;";
  const folder = await temporaryFolder({ "values.yaml": `ingest: { snippets: { server: "${snippet}" } }\n` });
  const service = await startDuringTest({ values: [smallLadder, join(folder, "values.yaml")] });
  const log = join(service.ingests[0].runFolder, "origin.log");
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
