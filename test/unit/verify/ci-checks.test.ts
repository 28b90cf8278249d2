import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, expect, it, vi } from "vitest";
import { type CiCheck, planText, runChecks, type Stage } from "../../../harness/verify/ci-checks.ts";
import { temporaryFolder } from "../../temporary-folder.ts";

const told = vi.spyOn(process.stderr, "write").mockReturnValue(true);
afterAll(() => told.mockRestore());

const never = new AbortController().signal;

function check(name: string, script: string, more: Partial<CiCheck> = {}): CiCheck {
  return { name, command: ["sh", "-c", script], minutes: 1, ...more };
}

it("the plan tells what runs beside what, and the minutes of the longest", () => {
  const stages: Stage[] = [
    [[check("lint", ""), check("types", "")], [check("image", "", { minutes: 3 })]],
    [[check("tests", "", { minutes: 6 })]],
  ];
  expect(planText(stages)).toMatch(/^ {2}1\. lint, types beside image: 3 min\n {2}2\. tests: 6 min\n {2}about 9 min/);
});

it("lanes run side by side, and their checks one after the other", async () => {
  const folder = await temporaryFolder();
  const [here, there] = [join(folder, "here"), join(folder, "there")];
  // Each waits for what the other lane makes.
  const one = check("one", `touch ${here}; until [ -e ${there} ]; do sleep 0.05; done`);
  const two = check("two", `until [ -e ${here} ]; do sleep 0.05; done`);
  const three = check("three", `touch ${there}`);
  expect(await runChecks([[[one], [two, three]]], never)).toEqual([]);
});

it("a check that fails is named, and the others run", async () => {
  const file = join(await temporaryFolder(), "ran");
  const stages = [[[check("bad", "exit 3")]], [[check("good", `touch ${file}`)]]];
  expect(await runChecks(stages, never)).toEqual(["bad"]);
  expect(await readFile(file, "utf8")).toBe("");
});

it("a check that may be tried again is, once, with what its first try printed", async () => {
  const file = join(await temporaryFolder(), "tries");
  await writeFile(file, "");
  const again = (stdout: string): string[] => ["sh", "-c", `echo again ${stdout.trim()} >>${file}; exit 1`];
  expect(await runChecks([[[check("e2e", `echo first >>${file}; echo left; exit 1`, { again })]]], never)).toEqual([
    "e2e",
  ]);
  expect(await readFile(file, "utf8")).toBe("first\nagain left\n");
});

it("the end of a run ends the check that runs, and what would follow", async () => {
  const file = join(await temporaryFolder(), "ran");
  const stages = [[[check("long", "sleep 60")]], [[check("next", `touch ${file}`)]]];
  await expect(runChecks(stages, AbortSignal.timeout(300))).rejects.toThrow();
  await expect(readFile(file)).rejects.toThrow("ENOENT");
});
