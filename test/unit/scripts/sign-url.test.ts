import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { execa } from "execa";
import { expect, test } from "vitest";
import { projectRoot } from "../../../harness/core/project.ts";
import { signToken } from "../../../njs/playback-token.ts";
import { temporaryFolder } from "../../temporary-folder.ts";

const key = "0123456789abcdef0123456789abcdef";
const url = "https://live.example.com/hls/cam_low.m3u8";
const expires = ["--expires", "4000000000"];
const signed = (scope: string, path: string) =>
  `https://live.example.com/s/${signToken(4_000_000_000, scope, key)}${path}`;

const run = (args: readonly string[], options: { input?: string; env?: Record<string, string> } = {}) =>
  execa(process.execPath, ["scripts/sign-url.ts", ...args], { cwd: projectRoot, reject: false, ...options });

test("a key comes from the environment, a file or standard input; the first line signs", async () => {
  const file = join(await temporaryFolder(), "keys");
  await writeFile(file, `${key}\n${"old".repeat(16)}\n`);
  const answers = await Promise.all([
    run([url, ...expires], { env: { PLAYBACK_KEY: key } }),
    run([url, ...expires, "--key-file", file]),
    run([url, ...expires, "--key-file", "-"], { input: `${key}\n` }),
  ]);
  for (const { stdout } of answers) expect(stdout).toBe(signed("cam", "/hls/cam_low.m3u8"));
});

test("a scope, and the ladder that names are read with, may be given", async () => {
  const env = { PLAYBACK_KEY: key };
  const everything = await run([url, ...expires, "--scope", "*"], { env });
  expect(everything.stdout).toBe(signed("*", "/hls/cam_low.m3u8"));
  const otherLadder = await run([url, ...expires, "--renditions", "mine,src"], { env });
  expect(otherLadder.stdout).toBe(signed("cam_low", "/hls/cam_low.m3u8"));
});

test.each([
  ["no key", [url], {}, /There is no key/],
  ["a short key", [url], { PLAYBACK_KEY: "short" }, /less than 32 characters/],
  ["a scope that is none", [url, "--scope", "a/b"], { PLAYBACK_KEY: key }, /opens nothing/],
  ["a time that is none", [url, "--for", "-1"], { PLAYBACK_KEY: key }, /whole number above 0/],
  ["no URL", [], { PLAYBACK_KEY: key }, /missing required argument/],
])("%s is refused in words", async (_, args, env, words) => {
  const { exitCode, stderr } = await run(args, { env });
  expect(exitCode).not.toBe(0);
  expect(stderr).toMatch(words);
  expect(stderr).not.toMatch(/ at .*\.ts:\d+/);
});
