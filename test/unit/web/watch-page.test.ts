import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { expect, it } from "vitest";
import { ensureWatchPage } from "../../../harness/chart/watch-page.ts";

const folder = await ensureWatchPage();
const pages = ["index.html", "watch/index.html", "embed/index.html"];

const textOf = (page: string): Promise<string> => readFile(join(folder, page), "utf8");

/** What a page loads before anybody plays: the script that it names, and all that script imports at once. */
async function firstScripts(page: string): Promise<string[]> {
  const text = await textOf(page);
  return [...text.matchAll(/(?:<script[^>]* src|modulepreload[^>]* href)="([^"]+)"/g)].map(([, url = ""]) =>
    join(folder, page, "..", url),
  );
}

it.each(pages)("%s loads less than 250 KB of script, compressed, before a player opens", async (page) => {
  const scripts = await firstScripts(page);
  expect(scripts.length).toBeGreaterThan(0);
  const sizes = await Promise.all(scripts.map(async (file) => gzipSync(await readFile(file)).byteLength));
  expect(sizes.reduce((sum, size) => sum + size)).toBeLessThan(250_000);
});

it.each(pages)("%s names everything relative to itself, and has no script or style within", async (page) => {
  const text = await textOf(page);
  const urls = [...text.matchAll(/ (?:src|href)="([^"]*)"/g)].map(([, url = ""]) => url);
  expect(urls.length).toBeGreaterThan(2);
  expect(urls.filter((url) => !url.startsWith(".") || url.includes("//"))).toEqual([]);
  expect(text).not.toMatch(/<script(?![^>]* src=)|<style| style=| on[a-z]+=/);
});

it("no page's own script writes markup", async () => {
  const sources = join(import.meta.dirname, "../../../web");
  const files = (await readdir(sources, { recursive: true })).filter((file) => file.endsWith(".ts"));
  expect(files.length).toBeGreaterThan(10);
  for (const file of files) {
    expect(await readFile(join(sources, file), "utf8"), file).not.toMatch(
      /innerHTML|outerHTML|insertAdjacentHTML|document\.write|DOMParser|eval\(/,
    );
  }
});
