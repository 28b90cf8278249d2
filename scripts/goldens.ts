/** Writes what the examples render to, for tests to compare with: `npm run goldens`. Read the difference before you commit it. */
import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { goldensFolder, goldenText, readGoldens, renderGoldens } from "../harness/verify/index.ts";

const goldens = await renderGoldens();
for (const file of (await readGoldens()).keys()) await rm(join(goldensFolder, file));
for (const [file, golden] of goldens) await writeFile(join(goldensFolder, file), goldenText(golden));
console.log(`${goldens.size} files in ${goldensFolder}`);
