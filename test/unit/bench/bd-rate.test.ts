import { expect, test } from "vitest";
import { bdRate } from "../../../harness/bench/bd-rate.ts";

const reference = [
  { rate: 500_000, quality: 33 },
  { rate: 1_000_000, quality: 36 },
  { rate: 2_000_000, quality: 39 },
];

test("an encoder that needs a fifth less for each quality has -20 %, whatever its points are", () => {
  const points = reference.map(({ rate, quality }) => ({ rate: rate * 0.8, quality }));
  expect(bdRate(points, reference)).toBeCloseTo(-20);
  expect(bdRate(points.toReversed(), reference)).toBeCloseTo(-20);
  expect(
    bdRate(
      [points[0], { rate: 800_000 * Math.SQRT2, quality: 37.5 }].flatMap((each) => each ?? []),
      reference,
    ),
  ).toBeCloseTo(-20);
});

test("the same has none, and the other way round is the inverse", () => {
  const points = reference.map(({ rate, quality }) => ({ rate, quality: quality - 1 }));
  expect(bdRate(reference, reference)).toBeCloseTo(0);
  expect((1 + bdRate(points, reference) / 100) * (1 + bdRate(reference, points) / 100)).toBeCloseTo(1);
});

test("what has no quality in common cannot be compared", () => {
  expect(
    bdRate(
      [
        { rate: 1, quality: 20 },
        { rate: 2, quality: 30 },
      ],
      reference,
    ),
  ).toBeNaN();
});
