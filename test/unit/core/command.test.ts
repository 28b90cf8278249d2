import { existsSync } from "node:fs";
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { execa } from "execa";
import { expect, test } from "vitest";
import { projectRoot } from "../../../harness/core/project.ts";
import { waitFor } from "../../../harness/core/waiting.ts";
import { temporaryFolder } from "../../temporary-folder.ts";

const core = join(projectRoot, "harness/core/index.ts");

/** Runs a command whose work is this code. */
async function run(work: string, { args = [], settings = "{}" }: { args?: string[]; settings?: string } = {}) {
  const folder = await temporaryFolder();
  const temporary = join(folder, "tmp");
  await mkdir(temporary);
  const script = join(folder, "script.ts");
  const text = `
    import { writeFileSync } from "node:fs";
    import { setTimeout as pause } from "node:timers/promises";
    import { command, HarnessError, inTemporaryFolder, jsonOption, runCommand } from ${JSON.stringify(core)};
    import { SetupProblem } from ${JSON.stringify(join(projectRoot, "scripts/bootstrap/problem.mjs"))};
    const marker = ${JSON.stringify(join(folder, "marker"))};
    const failure = { what: "It broke.", where: "here", hint: "Mend it." };
    await runCommand(
      command("tried", "Is tried.").argument("[word]").addOption(jsonOption("answer")),
      async ({ args: [word], options, signal, print, phases }) => { ${work} },
      ${settings},
    );`;
  await writeFile(script, text);
  const env = { TMPDIR: temporary };
  const running = execa(process.execPath, [script, ...args], { reject: false, env });
  return { running, temporary, marker: join(folder, "marker") };
}

async function resultOf(work: string, args: string[] = []) {
  const { exitCode, stdout, stderr } = await (await run(work, { args })).running;
  return { exitCode, stdout, stderr };
}

const answered = `return { json: { answer: word }, text: "It is " + word };`;

test("a result is text, and with --json one object that begins with ok", async () => {
  expect(await resultOf(answered, ["42"])).toEqual({ exitCode: 0, stdout: "It is 42", stderr: "" });
  const json = await resultOf(answered, ["42", "--json"]);
  expect(json).toEqual({ exitCode: 0, stdout: '{"ok":true,"answer":"42"}', stderr: "" });
});

test("a result that is not well fails the command, and its problems are told", async () => {
  const work = `return { json: { answer: 1 }, text: "1", problems: ["It is late."] };`;
  expect(await resultOf(work)).toEqual({ exitCode: 1, stdout: "1", stderr: "It is late." });
  const json = await resultOf(work, ["--json"]);
  expect(JSON.parse(json.stdout)).toEqual({ ok: false, answer: 1, problems: ["It is late."] });
  expect((await resultOf(`return { ok: false };`)).exitCode).toBe(1);
});

test.each(["HarnessError", "SetupProblem"])("%s is told as a sentence, and by --json", async (kind) => {
  const sentence = "It broke.\n  where: here\n  do:    Mend it.";
  const work = `throw new ${kind}(failure);`;
  expect(await resultOf(work)).toEqual({ exitCode: 1, stdout: "", stderr: sentence });
  const { exitCode, stdout } = await resultOf(work, ["--json"]);
  expect({ exitCode, json: JSON.parse(stdout) }).toEqual({ exitCode: 1, json: { ok: false, problems: [sentence] } });
});

test("any other error is a defect, whose place is told", async () => {
  const { exitCode, stdout, stderr } = await resultOf(`throw new TypeError("a defect");`, ["--json"]);
  expect(stderr).toMatch(/TypeError: a defect\n\s+at .*script\.ts/);
  expect({ exitCode, ok: JSON.parse(stdout).ok }).toEqual({ exitCode: 1, ok: false });
});

test("a result that is printed early is the only one, also when what follows fails", async () => {
  const { exitCode, stdout } = await resultOf(`print({ json: { answer: 1 } }); throw new HarnessError(failure);`, [
    "--json",
  ]);
  expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '{"ok":true,"answer":1}' });
});

test("what it does not know is refused before it works, and --json tells it", async () => {
  const work = `writeFileSync(marker, "");`;
  const { running, marker } = await run(work, { args: ["a", "b", "--json"] });
  const { exitCode, stdout, stderr } = await running;
  expect(stderr).toContain("too many arguments");
  expect(stderr).toContain("--help");
  expect(JSON.parse(stdout)).toMatchObject({ ok: false, problems: [expect.stringContaining("too many arguments")] });
  expect(exitCode).toBe(1);
  expect(existsSync(marker)).toBe(false);
});

/** Starts work, waits until it has written the marker, and interrupts it. */
async function interrupt(work: string, settings: string, signal: NodeJS.Signals, args: string[] = []) {
  const { running, temporary, marker } = await run(work, { args, settings });
  await waitFor("the work's begin", { seconds: 20 }, () => readFile(marker));
  running.kill(signal);
  const { exitCode, stdout, stderr } = await running;
  return { exitCode, stdout, stderr, left: await readdir(temporary) };
}

test.each(["SIGINT", "SIGTERM"] as const)("%s ends it at once, and its temporary folders with it", async (signal) => {
  const work = `await inTemporaryFolder("tried", async () => { writeFileSync(marker, "x"); await pause(60_000); });`;
  const { exitCode, stdout, stderr, left } = await interrupt(work, "{}", signal, ["--json"]);
  expect(stderr).toMatch(/^The run was interrupted\./);
  expect({ exitCode, json: JSON.parse(stdout), left }).toMatchObject({ exitCode: 130, json: { ok: false }, left: [] });
});

test("work that hears of an interrupt ends by itself", async () => {
  const work = `
    writeFileSync(marker, "x");
    await pause(60_000, undefined, { signal }).catch(() => process.stdout.write("put away"));
    signal.throwIfAborted();`;
  const { exitCode, stdout, stderr } = await interrupt(work, `{ atInterrupt: "abort" }`, "SIGINT");
  expect({ exitCode, stdout }).toEqual({ exitCode: 130, stdout: "put away" });
  expect(stderr).toMatch(/^The run was interrupted\./);
});
