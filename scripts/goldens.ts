/** `npm run goldens`: writes what the examples render to, for tests to compare with. */
import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { command, runCommand } from "../harness/core/index.ts";
import { goldensFolder, goldenText, readGoldens, renderGoldens } from "../harness/verify/index.ts";

const writeGoldens = command(
  "npm run goldens --",
  "Writes what the examples render to, for tests to compare with. Read the difference before you commit it.",
);

await runCommand(writeGoldens, async () => {
  const goldens = await renderGoldens();
  for (const file of (await readGoldens()).keys()) await rm(join(goldensFolder, file));
  for (const [file, golden] of goldens) await writeFile(join(goldensFolder, file), goldenText(golden));
  return { text: `${goldens.size} files in ${goldensFolder}` };
});
