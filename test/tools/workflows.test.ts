/** GitHub's workflows cannot run here: actionlint reads them. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { execa } from "execa";
import { describe, expect, it } from "vitest";
import { projectRoot } from "../../harness/core/index.ts";
import { fetchedTool } from "../../harness/tools/index.ts";
import { temporaryFolder } from "../temporary-folder.ts";

const folder = join(projectRoot, ".github/workflows");
const workflows = readdirSync(folder).map((name) => ({ name, text: readFileSync(join(folder, name), "utf8") }));

/**
 * What actionlint finds in the workflows, of which some may be replaced. It knows actions by their tags, not by
 * commits; and scripts are not given to programs that a machine may lack.
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

describe("actionlint", () => {
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
