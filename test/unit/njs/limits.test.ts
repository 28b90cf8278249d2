import { expect, test } from "vitest";
import { excessiveRate, keepSamples, type Sample } from "../../../njs/limits.ts";

const tolerated = 1_000_000;

/** Looks once a second at a publisher whose bit/s are given for each second. */
function observe(rates: readonly number[]): number[] {
  let samples: readonly Sample[] = [{ at: 0, bytes: 0 }];
  let bytes = 0;
  return rates.map((rate, second) => {
    bytes += rate / 8;
    samples = keepSamples(samples, { at: (second + 1) * 1000, bytes });
    return excessiveRate(samples, tolerated);
  });
}

test("a publisher at the tolerated rate is left alone", () => {
  expect(observe(Array(20).fill(tolerated))).toEqual(Array(20).fill(0));
});

test("a burst of a second is forgiven, a steady excess is not", () => {
  expect(observe([2.5 * tolerated, ...Array(10).fill(0.5 * tolerated)])).toEqual(Array(11).fill(0));
  const steady = observe(Array(8).fill(1.2 * tolerated));
  expect(steady.slice(0, 4)).toEqual([0, 0, 0, 0]);
  expect(steady[4]).toBeCloseTo(1.2 * tolerated);
});

test("a flood is not waited for", () => {
  expect(observe([3.5 * tolerated])[0]).toBeCloseTo(3.5 * tolerated);
});

test("a new publisher of the name is not charged for the one before", () => {
  const samples = keepSamples([{ at: 0, bytes: 5_000_000 }], { at: 1000, bytes: 1000 });
  expect(samples).toEqual([{ at: 1000, bytes: 1000 }]);
});

test("without a limit nobody is dropped", () => {
  expect(
    excessiveRate(
      [
        { at: 0, bytes: 0 },
        { at: 6000, bytes: 1e12 },
      ],
      0,
    ),
  ).toBe(0);
});
