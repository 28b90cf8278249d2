import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { load } from "js-yaml";
import { lexer, type Tokens } from "marked";
import { expect, it } from "vitest";
import { projectRoot } from "../../../harness/core/project.ts";

it("the page on NFS gives the reason of each mount option that is a default, and of no other", async () => {
  const page = lexer(await readFile(join(projectRoot, "docs/nfs.md"), "utf8"));
  const tables = page.filter((token): token is Tokens.Table => token.type === "table");
  const options = tables.find(({ header }) => header[0]?.text === "option");
  const explained = options?.rows.map((row) => row[0]?.text.replaceAll("`", ""));
  const values = load(await readFile(join(projectRoot, "chart/values.yaml"), "utf8"));
  expect(values).toMatchObject({ storage: { shared: { nfs: { mountOptions: explained } } } });
});
