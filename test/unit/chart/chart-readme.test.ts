import { expect, it } from "vitest";
import { firstSentence } from "../../../harness/chart/chart-readme.ts";

it.each([
  ["# One: a.b and c. Two.\n# Three.\nvalue: 1. 2.\n", "One: a.b and c."],
  ["# Over two\n# lines. Further.\n", "Over two lines."],
  ["# Without an end\nvalue: 1.\n", "Without an end"],
])("a recipe is told by its header's first sentence: %j", (text, sentence) => {
  expect(firstSentence(text)).toBe(sentence);
});
