import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { Phases } from "../../../harness/core/phases.ts";
import { isPublished } from "../../../harness/e2e/release.ts";

test("phases are timed in their order, and the one that fails is the last", async () => {
  const reported: unknown[] = [];
  const phases = new Phases((name, seconds) => reported.push(seconds === undefined ? name : [name, seconds]));
  expect(await phases.run("one", async () => 1)).toBe(1);
  await expect(phases.run("two", () => Promise.reject(new Error("no")))).rejects.toThrow("no");
  expect(phases.done).toEqual([
    { name: "one", seconds: 0 },
    { name: "two", seconds: 0 },
  ]);
  expect(reported).toEqual(["one", ["one", 0], "two"]);
});

test("nginx-rtmp's statistics say which streams are published to the encoders' application", async () => {
  const stat = await readFile(new URL("../../fixtures/stat.xml", import.meta.url), "utf8");
  expect(isPublished(stat, "cam")).toBe(true);
  expect(isPublished(stat, "waits")).toBe(false);
  expect(isPublished("", "cam")).toBe(false);
});
