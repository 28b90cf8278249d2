import { expect, test } from "vitest";
import { Standstills, standingTime } from "../../../harness/player/standstills.ts";

/** Samples as `milliseconds: seconds of media`, in the order of the clock. */
function watched(samples: Readonly<Record<number, number>>): Standstills {
  const standstills = new Standstills();
  for (const [at, time] of Object.entries(samples)) standstills.add({ at: Number(at), time });
  return standstills;
}

test("a time in which the video rests is a standstill, from the first sample of it to the moment it went on", () => {
  const { list, jumps, played } = watched({ 0: 5, 100: 5.1, 200: 5.2, 300: 5.2, 1200: 5.2, 1300: 5.25, 1400: 5.35 });
  expect(list).toEqual([{ start: 200, end: 1250, time: 5.2 }]);
  expect(jumps).toEqual([]);
  expect(played).toBeCloseTo(0.35);
});

test("one that goes on counts up to the last sample", () => {
  expect(watched({ 0: 5, 100: 5.1, 200: 5.1, 2100: 5.1 }).list).toEqual([{ start: 100, end: 2100, time: 5.1 }]);
});

test("the wait for the first play is none, and neither is the way to the live edge", () => {
  const { list, jumps } = watched({ 0: 0, 5000: 0, 5050: 12, 7000: 12, 7050: 12.05 });
  expect(list).toEqual([]);
  expect(jumps).toEqual([]);
});

test("a rest that no viewer sees is none, and a late sample of a video that plays neither", () => {
  expect(watched({ 0: 5, 100: 5.1, 300: 5.1, 400: 5.2, 2400: 7.2 }).list).toEqual([]);
});

test("media that goes ahead of the clock, or back, is a jump and ends a standstill", () => {
  const { list, jumps, played } = watched({ 0: 5, 100: 5.1, 1100: 5.1, 1150: 30, 1250: 30.1, 1300: 29 });
  expect(list).toEqual([{ start: 100, end: 1150, time: 5.1 }]);
  expect(jumps).toEqual([
    { at: 1150, from: 5.1, to: 30 },
    { at: 1300, from: 30.1, to: 29 },
  ]);
  expect(played).toBeCloseTo(0.2);
});

test("standing time counts from the moment that is asked for", () => {
  const list = [
    { start: 100, end: 400, time: 1 },
    { start: 1000, end: 1500, time: 2 },
    { start: 1500, end: 1800, time: 30 },
  ];
  expect(standingTime(list, 0)).toBe(1100);
  expect(standingTime(list, 1200)).toBe(600);
});
