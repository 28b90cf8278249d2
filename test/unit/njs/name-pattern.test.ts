import { expect, test } from "vitest";
import { matchesPattern } from "../../../njs/name-pattern.ts";

test.each([
  ["*", ["cam", "a-b_c"], []],
  ["cam-*", ["cam-", "cam-1"], ["cam", "mycam-1"]],
  ["news", ["news"], ["news2", "anews"]],
  ["*-hd-*", ["a-hd-b", "-hd-"], ["a-hd", "hd-b"]],
  ["a**b", ["ab", "axxb"], ["a"]],
])("the pattern %s matches whole names", (pattern, matching, others) => {
  for (const name of matching) expect(matchesPattern(name, pattern), name).toBe(true);
  for (const name of others) expect(matchesPattern(name, pattern), name).toBe(false);
});

test("a pattern of many stars answers at once", () => {
  expect(matchesPattern(`${"a".repeat(63)}b`, "*".repeat(64))).toBe(true);
});
