import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { buildNjs, builtFolder } from "../../scripts/lib/njs.ts";
import { temporaryFolder } from "./temp-folder.ts";

test("the chart carries what njs/ builds to; if not, run npm run build:njs", async () => {
  const folder = await temporaryFolder();
  await buildNjs(folder);
  const [built, carried] = await Promise.all(
    [folder, builtFolder].map((at) => readFile(join(at, "ingest.js"), "utf8")),
  );
  expect(carried).toBe(built);
});
