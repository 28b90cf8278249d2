import { expect, test } from "vitest";
import { ToolError } from "../../../harness/core/errors.ts";
import { runPipe, runTool } from "../../../harness/core/run-tool.ts";

const hint = "Try it by hand.";
const shell = (script: string, options = {}) => runTool("/bin/sh", ["-c", script], { hint, ...options });

test("a tool's stdout comes back, and each line is heard as it is printed", async () => {
  const lines: string[] = [];
  const onLine = (line: string) => lines.push(line);
  expect(await shell("cat; echo of two >&2", { input: "one\n", onLine })).toBe("one");
  expect(lines.toSorted()).toEqual(["of two", "one"]);
});

test("a failure tells the last lines, the command and what to do", async () => {
  const failure = await shell("seq 1 30 >&2; exit 3").catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(ToolError);
  expect((failure as ToolError).what).toMatch(/^sh -c failed:\n19\n(\d+\n)*30$/);
  expect(failure).toMatchObject({
    hint,
    where: expect.stringContaining("/bin/sh -c"),
    output: expect.stringMatching(/^1\n/),
  });
});

test("what failed may be named, and a tool that prints its reason on stdout is heard too", async () => {
  const options = { title: "The build", where: "a folder" };
  await expect(shell("echo no space; exit 1", options)).rejects.toMatchObject({
    what: "The build failed:\nno space",
    where: "a folder",
  });
});

test("a tool that is missing, or takes too long, is a failure in words", async () => {
  await expect(runTool("no-such-tool", ["x"], { hint })).rejects.toThrow(/^no-such-tool x failed:\n.*ENOENT/);
  await expect(shell("exec sleep 20", { timeout: 50 })).rejects.toThrow(/timed out/);
});

test("a pipe gives the second program's stdout, and fails with the one that failed, the first where both did", async () => {
  const say = (script: string): ["/bin/sh", string, string] => ["/bin/sh", "-c", script];
  expect(await runPipe(say("echo one"), say("tr a-z A-Z"), { hint })).toBe("ONE");
  const title = "Copying";
  await expect(runPipe(say("echo gone >&2; exit 1"), say("cat"), { hint, title })).rejects.toThrow(
    /^Copying failed:\ngone/,
  );
  await expect(runPipe(say("echo one"), say("cat; echo full >&2; exit 1"), { hint, title })).rejects.toThrow(
    /\nfull\n/,
  );
  await expect(runPipe(say("echo a >&2; exit 1"), say("echo b >&2; exit 1"), { hint })).rejects.toThrow(/\na\n/);
});

test("a tool of low priority lets others go first", async () => {
  expect(Number(await shell("sleep 0.2; nice", { lowPriority: true }))).toBeGreaterThan(Number(await shell("nice")));
});
