/** Writes the JSON schemas that tests check manifests against: `npm run schemas`. The result is checked in. */
import { mkdir, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { makeSchemas, schemasFolder } from "../harness/verify/index.ts";

const files = await makeSchemas();
const folders = new Set([...files.keys()].map((path) => dirname(path)));
for (const folder of folders) await rm(join(schemasFolder, folder), { recursive: true, force: true });
for (const [path, text] of files) {
  await mkdir(dirname(join(schemasFolder, path)), { recursive: true });
  await writeFile(join(schemasFolder, path), text);
}
console.log(`${files.size} files in ${schemasFolder}`);
