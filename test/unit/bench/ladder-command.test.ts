import { expect, test } from "vitest";
import { chartLadder, seedLadder } from "../../../scripts/lib/bench/ladder-command.ts";
import { comparedRenditions, ladderAt } from "../../../scripts/lib/bench/ladder-rates.ts";

const optionOf = (words: readonly string[], option: string): string | undefined => words[words.indexOf(option) + 1];

test("the chart's ladder is what it renders: input, each encoded rendition, the poster, and no copy", async () => {
  const { input, outputs } = await chartLadder();
  expect(input).toContain("-analyzeduration");
  expect(outputs.map(({ name }) => name)).toEqual([...comparedRenditions, "poster"]);
  expect(outputs.map(({ format }) => format)).toEqual(["flv", "flv", "flv", "flv", "jpg"]);
  expect(outputs.flatMap((output) => output.arguments).join(" ")).not.toMatch(/rtmp:|copy|\.jpg/);
});

test("multiples of the bitrates are rendered, and nothing else changes", async () => {
  const [once, twice] = [await chartLadder(await ladderAt(1)), await chartLadder(await ladderAt(2))];
  expect(once).toEqual(await chartLadder());
  for (const [index, output] of once.outputs.slice(0, -1).entries()) {
    const [low, high] = [output.arguments, twice.outputs[index]?.arguments ?? []].map((words) =>
      optionOf(words, "-b:v"),
    );
    expect(Number.parseInt(high ?? "", 10)).toBe(2 * Number.parseInt(low ?? "", 10));
    expect(high).toBe(optionOf(twice.outputs[index]?.arguments ?? [], "-maxrate"));
  }
});

test("the seed's ladder has the CRF that is wanted, for all or for each rendition", () => {
  const crfs = seedLadder(23).outputs.map((output) => optionOf(output.arguments, "-crf"));
  expect(crfs).toEqual(["23", "23", "23", "23"]);
  const each = seedLadder((name) => name.length).outputs.map((output) => optionOf(output.arguments, "-crf"));
  expect(each).toEqual(["3", "3", "4", "5"]);
});
