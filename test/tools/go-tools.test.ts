/** How programs are built by Go: with a program of one line, since what is looked at is the same for large ones. */
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { execa } from "execa";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { ToolError } from "../../harness/core/index.ts";
import { buildGoTool, cacheFolder, fetchedTool } from "../../harness/tools/index.ts";
import { temporaryFolder } from "../temporary-folder.ts";

/** A module whose root builds a program; `viewers` is built from its module's root. */
const module = (main: string): Promise<string> =>
  temporaryFolder({ "go.mod": "module tiny\n\ngo 1.20\n", "go.sum": "", "main.go": `package main\n\n${main}\n` });

const told = vi.spyOn(process.stderr, "write");

beforeEach(() => {
  told.mockReset().mockReturnValue(true);
});

afterEach(() => {
  vi.unstubAllEnvs();
});

it("a program is built by one of two processes at once, which tells what takes so long, and why", async () => {
  const cache = await temporaryFolder();
  const places = { cache, module: await module('func main() { println("works") }') };
  const [first, second] = await Promise.all([buildGoTool("viewers", places), buildGoTool("viewers", places)]);
  const lines = told.mock.calls.map(([line]) => String(line)).filter((line) => line.includes("building"));
  expect(second).toBe(first);
  expect((await execa(first, { all: true })).all).toBe("works");
  expect(lines).toEqual([expect.stringMatching(/building viewers, which \w.* \(only once, about half a minute\)/)]);
  const left = await readdir(join(cache, "tools"));
  expect(left, "leftovers of building").toEqual([expect.stringMatching(/^viewers-[0-9a-f]{16}$/)]);
});

it("a program that cannot be built is an error with what Go said", async () => {
  const cache = await temporaryFolder();
  const places = { cache, module: await module("func main() { no() }") };
  await expect(buildGoTool("viewers", places)).rejects.toThrow(ToolError);
  await expect(buildGoTool("viewers", places)).rejects.toThrow(/undefined: no/);
  expect(await readdir(join(cache, "tools")), "leftovers of building").toEqual([]);
});

it("a program with a go.mod of its own is built from there, whatever is on PATH", async () => {
  const path = await temporaryFolder({ viewers: "#!/bin/sh\n" }, 0o755);
  vi.stubEnv("PATH", `${path}:${process.env["PATH"]}`);
  const program = await fetchedTool("viewers");
  expect(program.startsWith(join(cacheFolder(), "tools"))).toBe(true);
});
