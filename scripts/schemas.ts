/** `npm run schemas`: writes the JSON schemas that tests check manifests against. */
import { mkdir, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { command, runCommand } from "../harness/core/index.ts";
import { makeSchemas, schemasFolder } from "../harness/verify/index.ts";

const writeSchemas = command(
  "npm run schemas --",
  "Writes the JSON schemas that tests check manifests against. They are checked in.",
);

await runCommand(writeSchemas, async () => {
  const files = await makeSchemas();
  const folders = new Set([...files.keys()].map((path) => dirname(path)));
  for (const folder of folders) await rm(join(schemasFolder, folder), { recursive: true, force: true });
  for (const [path, text] of files) {
    await mkdir(dirname(join(schemasFolder, path)), { recursive: true });
    await writeFile(join(schemasFolder, path), text);
  }
  return { text: `${files.size} files in ${schemasFolder}` };
});
