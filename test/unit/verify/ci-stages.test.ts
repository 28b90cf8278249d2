import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, it } from "vitest";
import { ciStages, readReports } from "../../../harness/verify/ci-stages.ts";
import manifest from "../../../package.json" with { type: "json" };
import { temporaryFolder } from "../../temporary-folder.ts";

const checks = ciStages("/reports").flat(2);

it("every check is a script of package.json", () => {
  const scripts = checks.map(({ command: [npm, run, script = ""] }) => `${npm} ${run} ${script in manifest.scripts}`);
  expect(new Set(scripts)).toEqual(new Set(["npm run true"]));
});

it("an end-to-end run is tried again for the parts that it did not finish, and whole where it left no result", () => {
  const again = checks.find(({ name }) => name === "e2e")?.again;
  const whole = ["npm", "run", "e2e", "--", "--json"];
  expect(again?.('{"ok":false,"unfinished":["shared","other-helm"]}\n')).toEqual([
    ...whole,
    ...["--only", "shared", "--only", "other-helm"],
  ]);
  expect(again?.("")).toEqual(whole);
  expect(again?.("no JSON")).toEqual(whole);
});

it("the tests' reports are read from where they write them", async () => {
  const folder = await temporaryFolder();
  await writeFile(join(folder, "tests.json"), '{"success":true}');
  expect([...(await readReports(folder))]).toEqual([
    ["tests", { success: true }],
    ["helm3", undefined],
  ]);
  const outputs = ciStages(folder)
    .flat(2)
    .flatMap(({ command }) => command.filter((arg) => arg.startsWith("--outputFile.json=")));
  expect(outputs).toEqual(["tests", "helm3"].map((name) => `--outputFile.json=${join(folder, name)}.json`));
});
