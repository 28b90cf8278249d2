import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { execa } from "execa";
import { beforeAll, describe, expect, test } from "vitest";
import { projectRoot } from "../../../harness/core/project.ts";
import type { Ended } from "./command-lines.ts";

const stack = /^\s+at .*:\d+/m;

const folder = join(projectRoot, "scripts");
const scripts = (await readdir(folder)).filter((name) => name.endsWith(".ts"));
const unknown = "--no-such-option";
const withUnknown = (script: string) => [script, ...(script === "publish.ts" ? ["--to", "."] : []), unknown, "--json"];

/** What a command line gets wrong, and the words that name it. */
const mistakes: readonly (readonly [readonly string[], RegExp])[] = [
  [["start.ts", "--timeout", "abc"], /--timeout <seconds>.*'abc'.*a number above 0/],
  [["sizing.ts", "--seconds", "0"], /--seconds <seconds>.*'0'.*a number above 0/],
  [["sizing.ts", "--seconds", "x"], /--seconds <seconds>.*'x'/],
  [["mutation.ts", "--count", "1.5"], /--count <mutants>.*'1.5'.*a whole number above 0/],
  [["mutation.ts", "--least", "101"], /--least <percent>.*'101'.*from 0 to 100/],
  [["start.ts", "-f", "missing.yaml"], /--values <file>.*'missing.yaml'.*no such file/],
  [["sizing.ts", "-f", "docs"], /--values <file>.*'docs'.*It is a folder/],
  [["start.ts", "--set", "foo"], /--set <key=value>.*'foo'.*KEY=VALUE/],
  [["start.ts", "--input", "/nowhere.mp4"], /--input .*'\/nowhere.mp4'.*no such file/],
  [["start.ts", "--stream", "a b"], /--stream <name>.*'a b'.*A-Z/],
  [["matrix.ts", "--report", "/nope/x.json"], /--report <file>.*There is no folder \/nope\./],
  [["matrix.ts", "--report", "docs"], /--report <file>.*'docs'.*It is a folder/],
  [["kind-node.ts", "--archive", "/nope/x"], /--archive <file>.*There is no folder/],
  [["package.ts", "--destination", "README.md"], /--destination <folder>.*is a file/],
  [["image.ts", "--context", "README.md/x"], /--context <folder>.*is a file/],
  [["package.ts", "--keyring", "/nope"], /--keyring <file>.*no such file/],
  [["package.ts", "--source", "http://example.com"], /--source <url>.*https/],
  [["bench.ts", "--harness", "/nope"], /--harness <file>.*no such file/],
  [["bench.ts", "--only", "nope"], /--only <name...>.*'nope'/],
  [["publish.ts", "/nope.tgz", "--to", "x"], /'\/nope.tgz'.*archive.*no such file/],
  [["goldens.ts", "now"], /too many arguments/],
  [["docker.ts", "restart"], /'restart'.*action.*start, stop/],
  // A folder would be made of them.
  ...["foo:bar", "https://charts.example.com/live", "ghcr.io:443/somebody/charts", "C:\\charts", "C:/charts"].map(
    (target) => [["publish.ts", "--to", target], /--to <target>.*neither oci:\/\/HOST\/PATH nor a folder/] as const,
  ),
  ...["\\\\server\\charts", "charts\\live"].map(
    (target) => [["publish.ts", "--to", target], /--to <target>.*not with \\/] as const,
  ),
  [["publish.ts", "--to", ""], /--to <target>.*empty/],
];

const lines = [
  ...scripts.map((script) => [script, "--help"]),
  ...scripts.map(withUnknown),
  ...mistakes.map(([line]) => [...line]),
];
const ended = new Map<string, Ended>();
const tree = { before: "", after: "" };

/** What git sees of the tree. */
async function treeNow(): Promise<string> {
  return (await execa("git", ["status", "--porcelain", "--untracked-files=all"], { cwd: projectRoot })).stdout;
}

function endOf(line: readonly string[]): Ended {
  return ended.get(line.join(" ")) as Ended;
}

beforeAll(async () => {
  tree.before = await treeNow();
  const program = join(import.meta.dirname, "command-lines.ts");
  const { stdout } = await execa(process.execPath, [program], { cwd: projectRoot, input: JSON.stringify(lines) });
  for (const [index, each] of (JSON.parse(stdout) as Ended[]).entries()) ended.set(lines[index]?.join(" ") ?? "", each);
  tree.after = await treeNow();
}, 300_000);

test("every script of package.json that is a command of ours is tried", async () => {
  const manifest = await readFile(join(projectRoot, "package.json"), "utf8");
  const { scripts: named } = JSON.parse(manifest) as { scripts: Record<string, string> };
  const files = Object.values(named).flatMap((line) => /scripts\/(\S+\.ts)/.exec(line)?.[1] ?? []);
  expect(files.length).toBeGreaterThan(15);
  expect(scripts).toEqual(expect.arrayContaining(files));
});

test("neither --help nor what is refused changes a file", () => {
  expect(tree.after).toBe(tree.before);
});

describe.each(scripts)("%s", (script) => {
  test("--help shows its usage", () => {
    const { exitCode, stdout, stderr } = endOf([script, "--help"]);
    expect(stdout).toMatch(/^Usage: (npm (start|run \S+) --|node scripts\/)/);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
  });

  test("an option that it does not know is refused in words, and as JSON where that is asked for", () => {
    const { exitCode, stdout, stderr } = endOf(withUnknown(script));
    expect(stderr).toMatch(/^error: unknown option '--no-such-option'/);
    expect(stderr).not.toMatch(stack);
    expect(JSON.parse(stdout)).toMatchObject({ ok: false, problems: [expect.stringContaining(unknown)] });
    expect(exitCode).toBe(1);
  });

  test("it is 60 lines at most: what is more belongs into the harness", async () => {
    expect((await readFile(join(folder, script), "utf8")).trimEnd().split("\n").length).toBeLessThanOrEqual(60);
  });
});

test.each(mistakes)("%j is refused before any work, with the option or argument at fault", (line, words) => {
  const { exitCode, stdout, stderr } = endOf(line);
  expect(stderr).toMatch(words);
  expect(stderr).not.toMatch(stack);
  expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: "" });
});
