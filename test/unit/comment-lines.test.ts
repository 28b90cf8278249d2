/** Comment lines keep 120 columns, as code does by its formatter: a comment is read beside what it tells of. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { execa } from "execa";
import { expect, it } from "vitest";
import { projectRoot } from "../../harness/core/index.ts";

const columns = 120;

/** What begins a comment's line, by the end of the file's name. */
const marks: readonly (readonly [RegExp, RegExp])[] = [
  [/\.(ts|mjs|js|css|go)$/, /^\s*(\/\/|\/?\*)/],
  [/\.(ya?ml|sh|conf|py|toml)$|Dockerfile$|\.npmrc$|^\.ci\/[^.]+$/, /^\s*#/],
];

/** Made by programs, or somebody else's. */
const foreign = /^(chart\/files\/.*\.js|web\/streams-api\.ts|test\/(goldens|schemas|fixtures)\/.*)$/;

/** The numbers of the lines whose comments are too long. A line that is one word, such as a URL, cannot be shorter. */
function longComments(path: string, text: string): number[] {
  const mark = marks.find(([files]) => files.test(path))?.[1];
  let inTemplate = false;
  return text.split("\n").flatMap((line, index) => {
    inTemplate ||= /^\s*\{\{-? *\/\*/.test(line);
    const isComment = inTemplate || mark?.test(line);
    if (line.includes("*/")) inTemplate = false;
    return isComment && [...line].length > columns && /\S\s+\S+\s+\S/.test(line) ? [index + 1] : [];
  });
}

it("no comment line is longer than 120 columns", async () => {
  const { stdout } = await execa("git", ["ls-files"], { cwd: projectRoot });
  const paths = stdout.split("\n").filter((path) => /\.tpl$/.test(path) || marks.some(([files]) => files.test(path)));
  const found = paths.map(async (path) => {
    if (foreign.test(path)) return [];
    const text = await readFile(join(projectRoot, path), "utf8").catch(() => "");
    return longComments(path, text).map((line) => `${path}:${line}`);
  });
  expect((await Promise.all(found)).flat()).toEqual([]);
});

const words = "word ".repeat(30).trim();

it.each([
  ["a.ts", `// ${words}\n`, [1]],
  ["a.ts", `/**\n * ${words}\n */\n`, [2]],
  ["a.ts", `const text = "${words}";\n`, []],
  ["a.ts", `// https://example.com/${"a".repeat(200)}\n`, []],
  ["a/b.yaml", `a: b\n  # ${words}\n`, [2]],
  ["a/b.sh", `echo ${words}\n`, []],
  ["a/_b.tpl", `{{/*\nOne.\n${words}\n*/}}\n{{- "${words}" }}\n`, [3]],
  ["chart/templates/b.yaml", `{{- /* ${words} */}}\n`, [1]],
])("%s: %j", (path, text, lines) => {
  expect(longComments(path, text)).toEqual(lines);
});
