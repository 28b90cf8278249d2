/** GitHub's workflows cannot run here. What actionlint (test/tools/workflows.test.ts) does not know of is looked at. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { load } from "js-yaml";
import { describe, expect, it } from "vitest";
import { projectRoot } from "../../../harness/core/project.ts";
import manifest from "../../../package.json" with { type: "json" };

const folder = join(projectRoot, ".github/workflows");
const workflows = readdirSync(folder).map((name) => ({ name, text: readFileSync(join(folder, name), "utf8") }));

describe.each(workflows)("$name", ({ text }) => {
  const workflow = load(text) as { permissions: object; jobs: Record<string, { permissions?: object }> };

  it("pins each action by its commit, and tells the version", () => {
    const used = [...text.matchAll(/uses: (.*)/g)].map(([, action = ""]) => action);
    expect(used).not.toEqual([]);
    const ours = /^\.\/\.github\/workflows\/[\w-]+\.yml$/;
    const pinned = /^[\w.-]+\/[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/;
    expect(used.filter((action) => !ours.test(action) && !pinned.test(action))).toEqual([]);
  });

  it("may only read, unless a job says otherwise", () => {
    expect(workflow.permissions).toEqual({ contents: "read" });
  });

  it("puts no text of strangers into a script", () => {
    const scripts = [...text.matchAll(/run: (?:[|>]-?\n((?: {10,}.*\n|\n)*)|(.*))/g)].map(
      ([, block, line]) => block ?? line,
    );
    expect(scripts).not.toEqual([]);
    expect(scripts.filter((script) => script?.includes("${{"))).toEqual([]);
  });
});

it.each(workflows)("what $name runs is there", ({ text }) => {
  const commands = [...text.matchAll(/npm (?:run )?(?:--silent )?([a-z][\w:]*)/g)].map(([, command = ""]) => command);
  expect(commands.filter((command) => !Object.hasOwn(manifest.scripts, command))).toEqual([]);
});
