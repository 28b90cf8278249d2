import { readdir, readFile } from "node:fs/promises";
import { join, relative } from "node:path";
import { expect, test } from "vitest";
import { chartFolder } from "../../../harness/core/project.ts";

interface Source {
  /** Path inside the chart. */
  readonly path: string;
  /** Without the templates' comments, which show how helpers are called. */
  readonly text: string;
}

const sources = (await Promise.all(["templates", "files"].map(sourcesIn))).flat();
const defined = sources.flatMap(({ path, text }) => found(text, /\bdefine "([^"]+)"/g).map((name) => ({ path, name })));
const names = new Set(defined.map(({ name }) => name));

test("a helper is named for its folder and its file, of templates/shared for its file alone", () => {
  expect(names.size).toBeGreaterThan(50);
  expect(names.size).toBe(defined.length);
  const astray = defined.filter(({ path, name }) => {
    const prefix = prefixOf(path);
    return prefix === undefined || !(name === prefix || name.startsWith(`${prefix}.`));
  });
  expect(astray).toEqual([]);
});

test("each helper that is included is defined", () => {
  const included = sources.flatMap(({ path, text }) => includes(text).map((name) => ({ path, name })));
  expect(included.filter(({ name }) => !isPattern(name) && !names.has(name))).toEqual([]);
  for (const pattern of included.filter(({ name }) => isPattern(name)))
    expect(
      [...names].filter((name) => matches(pattern.name, name)),
      pattern.name,
    ).not.toEqual([]);
});

test("each helper that is defined is included", () => {
  expect([...names].filter((name) => !sources.some(({ text }) => includesHelper(text, name)))).toEqual([]);
});

/** Where helpers of templates/FOLDER/_FILE.tpl begin; undefined for a file that may have none. */
function prefixOf(path: string): string | undefined {
  const [, folder, file] = /^templates\/([a-z]+)\/_([a-z]+)\.tpl$/.exec(path) ?? [];
  if (folder === undefined) return undefined;
  return ["hls-cloud", folder === "shared" ? undefined : folder, file].filter(Boolean).join(".");
}

/** Names that a text includes; one that it puts together has `%s` for what differs. */
function includes(text: string): string[] {
  return found(text, /\b(?:include|template) (?:\(printf )?"([^"]+)"/g).concat(
    found(text, /\bprintf "(hls-cloud\.[^"]+)"/g),
  );
}

/** What is put together counts for the names whose last part the same text has, as a word in quotes. */
function includesHelper(text: string, name: string): boolean {
  const wanted = includes(text);
  if (wanted.includes(name)) return true;
  const last = name.slice(name.lastIndexOf(".") + 1);
  return text.includes(`"${last}"`) && wanted.some((pattern) => isPattern(pattern) && matches(pattern, name));
}

function isPattern(name: string): boolean {
  return name.includes("%s");
}

function matches(pattern: string, name: string): boolean {
  const [before = "", after = ""] = pattern.split("%s");
  return name.startsWith(before) && name.endsWith(after) && !name.slice(before.length).includes(".");
}

function found(text: string, expression: RegExp): string[] {
  return [...text.matchAll(expression)].map(([, name = ""]) => name);
}

async function sourcesIn(folder: string): Promise<Source[]> {
  const entries = await readdir(join(chartFolder, folder), { recursive: true, withFileTypes: true });
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return Promise.all(
    paths.map(async (path) => ({
      path: relative(chartFolder, path),
      text: (await readFile(path, "utf8")).replace(/\{\{-?\s*\/\*[\s\S]*?\*\/\s*-?\}\}/g, ""),
    })),
  );
}
