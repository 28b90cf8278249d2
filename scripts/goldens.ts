/** Writes what the examples render to, for tests to compare with: `npm run goldens`. Read the difference before you commit it. */
import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { goldensFolder, goldenText, renderGoldens } from "./lib/goldens.ts";

const goldens = await renderGoldens();
await rm(goldensFolder, { recursive: true, force: true });
await mkdir(goldensFolder, { recursive: true });
for (const [file, golden] of goldens) await writeFile(join(goldensFolder, file), goldenText(golden));
console.log(`${goldens.size} files in ${goldensFolder}`);
