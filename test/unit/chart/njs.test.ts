import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { buildNjs, builtFolder, njsModules } from "../../../harness/chart/njs.ts";
import { temporaryFolder } from "../../temporary-folder.ts";

test("the chart carries what njs/ builds to; if not, run npm run build:njs", async () => {
  const folder = await temporaryFolder();
  await buildNjs(folder);
  for (const name of njsModules) {
    const [built, carried] = await Promise.all(
      [folder, builtFolder].map((at) => readFile(join(at, `${name}.js`), "utf8")),
    );
    expect(carried).toBe(built);
  }
});
