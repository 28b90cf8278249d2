/** What an end-to-end run that does not end well leaves in the temporary folder. */
import { readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { execa } from "execa";
import { expect, it } from "vitest";
import { projectRoot } from "../../../harness/core/project.ts";
import { temporaryFolder } from "../../temporary-folder.ts";

const patience = { timeout: 120_000 };

it("a run that fails leaves nothing, and tells by JSON what it did not do", patience, async () => {
  const temporary = await temporaryFolder();
  const env = { TMPDIR: temporary, DOCKER_HOST: "unix:///nonexistent/docker.sock" };
  const args = [join(projectRoot, "scripts/e2e.ts"), "--json", "--only", "shared"];
  const { exitCode, stdout, stderr } = await execa(process.execPath, args, { env, reject: false });
  expect(stderr).toContain("No Docker daemon answers there");
  expect(exitCode).toBe(1);
  expect(JSON.parse(stdout)).toMatchObject({ ok: false, unfinished: ["shared"] });
  expect(await readdir(temporary)).toEqual([]);
});

/** Packages the chart, while the run ends in a way that no `finally` hears of. */
const packaging = (end: string): string => `
import { chartFolder, projectRoot } from ${JSON.stringify(join(projectRoot, "harness/core/index.ts"))};
import { packageChart } from ${JSON.stringify(join(projectRoot, "harness/releasing/index.ts"))};
import { readdirSync } from "node:fs";
import { tmpdir } from "node:os";
const packaged = packageChart(chartFolder, tmpdir() + "/package");
while (!readdirSync(tmpdir()).some((name) => name.startsWith("hls-cloud-package-"))) await new Promise((go) => setTimeout(go, 5));
console.log("packages");
${end};
await packaged;
`;

it.each([
  ["a rejection that nobody handles", 'Promise.reject(new Error("lost"))'],
  ["an end at once", "process.exit(1)"],
])("%s while the chart is packaged leaves no folder of it", patience, async (_, end) => {
  const temporary = await temporaryFolder();
  const script = join(await temporaryFolder(), "run.ts");
  await writeFile(script, packaging(end));
  const options = { env: { TMPDIR: temporary }, cwd: projectRoot, reject: false } as const;
  const { exitCode, stdout, stderr } = await execa(process.execPath, [script], options);
  expect({ exitCode, stdout }, stderr).toEqual({ exitCode: 1, stdout: "packages" });
  expect(await readdir(temporary)).toEqual([]);
});
