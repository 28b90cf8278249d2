import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { lexer, type Token, walkTokens } from "marked";
import { expect, it } from "vitest";
import { projectRoot } from "../../../harness/core/project.ts";

/** Stands for what differs in a quoted message. */
const varies = "…";

const page = await readFile(join(projectRoot, "docs/troubleshooting.md"), "utf8");
const sources = await linesOf(["chart/templates", "chart/files", "njs"]);

it.each(quotedMessages())("a message that the page quotes is still said: %s", (message) => {
  const parts = message.split(varies).map((part) => part.trim());
  expect(parts.join("").length, "nothing to look for").toBeGreaterThan(10);
  expect(sources.some((line) => saysInOrder(line, parts))).toBe(true);
});

/** What is fenced as `log`, and the reasons in the table of refusals. */
function quotedMessages(): string[] {
  const found: string[] = [];
  void walkTokens(lexer(page), (token: Token) => {
    if (token.type === "code" && token["lang"] === "log") found.push(...token["text"].split("\n"));
    if (token.type === "table" && token["header"][0].text === "reason")
      found.push(...token["rows"].map((row: [{ text: string }]) => row[0].text.replace(/^`|`$/g, "")));
  });
  expect(found.length).toBeGreaterThan(20);
  return found;
}

function saysInOrder(line: string, parts: readonly string[]): boolean {
  let from = 0;
  for (const part of parts) {
    const at = line.indexOf(part, from);
    if (at < 0) return false;
    from = at + part.length;
  }
  return true;
}

async function linesOf(folders: readonly string[]): Promise<string[]> {
  const texts = folders.map(async (folder) => {
    const entries = await readdir(join(projectRoot, folder), { recursive: true, withFileTypes: true });
    const files = entries.filter((entry) => entry.isFile());
    return Promise.all(files.map((entry) => readFile(join(entry.parentPath, entry.name), "utf8")));
  });
  // Built files say again what their sources say.
  const written = (await Promise.all(texts)).flat().filter((text) => !text.startsWith("// Built from njs/"));
  return written.flatMap((text) => text.split("\n"));
}
