import { readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { notes } from "../../harness/chart/index.ts";
import { chartFolder, projectRoot } from "../../harness/core/index.ts";

const examples = join(projectRoot, "values-examples");
const files = readdirSync(examples).filter((name) => name.endsWith(".yaml"));

test.each(files)("the notes of %s are as checked in; npm test -- -u takes new ones", async (file) => {
  const printed = await notes(chartFolder, { values: [join(examples, file)] });
  const text = printed.replace(/^hls-cloud \S+ is/, "hls-cloud VERSION is");
  await expect(`${text}\n`).toMatchFileSnapshot(join(projectRoot, "test/goldens/notes", file.replace(/yaml$/, "txt")));
});
