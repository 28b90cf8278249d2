import { expect, test } from "vitest";
import { chartLadder, predecessorLadder } from "../../../harness/bench/ladder-command.ts";
import { comparedRenditions, ladderAt, ladderOf } from "../../../harness/bench/ladder-rates.ts";

/** What an option says, each time that it is there. */
const all = (words: readonly string[], option: RegExp): (string | undefined)[] =>
  words.flatMap((word, index) => (option.test(word) ? [words[index + 1]] : []));

test("the chart's ladder is what it renders: input, each encoded rendition, the poster, and no copy", async () => {
  const { input, outputs, files } = await chartLadder();
  expect(input).toContain("-analyzeduration");
  expect(Object.keys(files)).toEqual([...comparedRenditions, "poster"]);
  expect(Object.values(files)).toEqual(["low.flv", "mid.flv", "high.flv", "hd720.flv", "poster.jpg"]);
  for (const file of Object.values(files)) expect(outputs.join(" ")).toContain(`{folder}/${file}`);
  expect(outputs.join(" ")).not.toMatch(/rtmp:|copy|\$\{name\}/);
});

test("multiples of the bitrates are rendered, and nothing else changes", async () => {
  const [once, twice] = [await chartLadder(await ladderAt(1)), await chartLadder(await ladderAt(2))];
  expect(once).toEqual(await chartLadder());
  const rates = all(once.outputs, /^-b:v/).map((rate) => `${2 * Number.parseInt(rate ?? "", 10)}k`);
  expect(rates).toHaveLength(comparedRenditions.length);
  expect(all(twice.outputs, /^-b:v/)).toEqual(rates);
  expect(all(twice.outputs, /^-maxrate/)).toEqual(rates);
});

test("a rendition of either ladder can be had alone", async () => {
  const posters = { enabled: false };
  const chart = await chartLadder({ ...(await ladderOf("mid")), ingest: { posters } });
  expect(chart.files).toEqual({ mid: "mid.flv" });
  const predecessor = predecessorLadder(23, undefined, ["mid"]);
  expect(predecessor.files).toEqual({ mid: "mid.flv" });
  expect(predecessor.outputs.at(-1)).toBe("{folder}/mid.flv");
});

test("the predecessor's ladder has the CRF that is wanted, for all or for each rendition", () => {
  expect(all(predecessorLadder(23).outputs, /^-crf$/)).toEqual(["23", "23", "23", "23"]);
  expect(all(predecessorLadder((name) => name.length).outputs, /^-crf$/)).toEqual(["3", "3", "4", "5"]);
});
