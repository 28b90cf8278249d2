import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { timesOf } from "../../../harness/bench/harness/reports.ts";
import { InputError } from "../../../harness/core/errors.ts";

async function reportFile(text: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "hls-cloud-test-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  const file = join(folder, "report");
  await writeFile(file, text);
  return file;
}

test("the phases of a run on a cluster are its last line, whatever was printed before", async () => {
  const phases = [
    { name: "install", seconds: 12.5 },
    { name: "play HLS and DASH for 30 s", seconds: 31 },
  ];
  const file = await reportFile(`some progress\n${JSON.stringify({ ok: true, phases })}\n`);
  expect(await timesOf(file)).toEqual({
    "harness.e2e.install": [12.5],
    "harness.e2e.play-HLS-and-DASH-for-30-s": [31],
    "harness.e2e.whole": [43.5],
  });
});

test("the matrix tells its own time", async () => {
  const file = await reportFile(JSON.stringify({ combinations: 177, seconds: 27.1 }));
  expect(await timesOf(file)).toEqual({ "harness.matrix.whole": [27.1] });
});

test("anything else is refused, with what it should be", async () => {
  for (const text of ["", "no JSON", "{}", "[1]"]) {
    await expect(timesOf(await reportFile(text))).rejects.toThrow(InputError);
  }
  await expect(timesOf("/nowhere")).rejects.toThrow("--harness /nowhere");
});
