import { existsSync, globSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { lexer, type Token, walkTokens } from "marked";
import { expect, it } from "vitest";
import { projectRoot } from "../../../harness/core/project.ts";

const pages = globSync(["*.md", "docs/*.md", "chart/*.md", "test/*/*.md"], { cwd: projectRoot });

it.each(pages)("every link of %s leads somewhere in this repository", async (page) => {
  const dead: string[] = [];
  for (const link of await linksOf(page)) {
    const [path = "", anchor] = link.split("#");
    const target = path === "" ? page : join(dirname(page), path);
    const exists = existsSync(join(projectRoot, target));
    if (!exists || (anchor !== undefined && !(await anchorsOf(target)).has(anchor))) dead.push(link);
  }
  expect(dead).toEqual([]);
});

it("pages are looked at", () => {
  expect(pages).toEqual(expect.arrayContaining(["README.md", "chart/README.md", "docs/troubleshooting.md"]));
});

/** Links without a scheme: those that stay here. */
async function linksOf(page: string): Promise<string[]> {
  const found = (await tokensOf(page)).flatMap((token) => (token.type === "link" ? [String(token["href"])] : []));
  return found.filter((href) => !/^[a-z]+:/.test(href));
}

/** What a heading is called in a link, as GitHub makes it of the heading's words. */
async function anchorsOf(page: string): Promise<Set<string>> {
  const headings = (await tokensOf(page)).flatMap((token) => (token.type === "heading" ? [String(token["text"])] : []));
  return new Set(
    headings.map((text) =>
      text
        .toLowerCase()
        .replace(/[^\w\- ]/g, "")
        .replaceAll(" ", "-"),
    ),
  );
}

async function tokensOf(page: string): Promise<Token[]> {
  const all: Token[] = [];
  void walkTokens(lexer(await readFile(join(projectRoot, page), "utf8")), (token) => void all.push(token));
  return all;
}
