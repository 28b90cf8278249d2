/** GitHub's workflows cannot run here: actionlint reads them, and what it does not know of is looked at below. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { execa } from "execa";
import { load } from "js-yaml";
import { describe, expect, it } from "vitest";
import { projectRoot } from "../../../harness/core/project.ts";
import { fetchedTool } from "../../../harness/tools/tools.ts";
import manifest from "../../../package.json" with { type: "json" };
import { temporaryFolder } from "../../temporary-folder.ts";

const folder = join(projectRoot, ".github/workflows");
const workflows = readdirSync(folder).map((name) => ({ name, text: readFileSync(join(folder, name), "utf8") }));

/**
 * What actionlint finds in the workflows, of which some may be replaced. It knows actions by their tags, not by commits; and
 * scripts are not given to programs that a machine may lack.
 */
async function findings(replaced: Record<string, string> = {}): Promise<string> {
  const files = workflows.map(
    ({ name, text }) => [`.github/workflows/${name}`, tagged(replaced[name] ?? text)] as const,
  );
  const root = await temporaryFolder(Object.fromEntries(files));
  const args = ["-shellcheck=", "-pyflakes=", "-no-color", "-oneline", ...files.map(([path]) => join(root, path))];
  const { exitCode, stdout, stderr } = await execa(await fetchedTool("actionlint"), args, { reject: false });
  expect([0, 1], stderr).toContain(exitCode);
  return stdout;
}

function tagged(text: string): string {
  return text.replaceAll(/@[0-9a-f]{40} # (v\d+)\..*/g, "@$1");
}

describe("actionlint", { timeout: 300_000 }, () => {
  it("finds nothing in the workflows", async () => {
    expect(workflows.length).toBeGreaterThan(1);
    expect(await findings()).toBe("");
  });

  it.each([
    [
      "a job that needs another which is not there",
      "needs: [checks, version]",
      "needs: [checks, versions]",
      "versions",
    ],
    ["an output that no step has", "steps.push.outputs.digest", "steps.pushed.outputs.digest", "pushed"],
    ["an option that an action does not have", "platforms: linux", "platform: linux", '"platform" is not defined'],
  ])("finds %s", async (_, sound, broken, words) => {
    const release = workflows.find(({ name }) => name === "release.yml")?.text ?? "";
    expect(release).toContain(sound);
    expect(await findings({ "release.yml": release.replace(sound, broken) })).toContain(words);
  });
});

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
