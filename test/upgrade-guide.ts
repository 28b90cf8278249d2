import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { load } from "js-yaml";
import { lexer, type Token, type Tokens } from "marked";
import type { Values } from "../harness/chart/index.ts";
import { projectRoot } from "../harness/core/index.ts";

/** What docs/upgrading.md tells of the newest upgrade: the values of its two YAML blocks. */
export async function upgradeGuide(): Promise<{ before: Values; after: Values }> {
  const tokens = lexer(await readFile(join(projectRoot, "docs/upgrading.md"), "utf8"));
  const blocks = tokens.filter((token): token is Tokens.Code => isYaml(token));
  const [before, after] = blocks.map((token) => load(token.text) as Values);
  if (!before || !after) throw new Error("docs/upgrading.md has no values before and after");
  return { before, after };
}

function isYaml(token: Token): boolean {
  return token.type === "code" && token["lang"] === "yaml";
}
