import { expect, test } from "vitest";
import { isToBeRecorded } from "../../../njs/recording-rules.ts";

const rules = { streams: [], schedule: [] };
const everyDay = [0, 1, 2, 3, 4, 5, 6];
/** A time of the week that begins on Sunday, the 1st of November 2026. */
const at = (day: number, time: string): Date => new Date(`2026-11-0${day + 1}T${time}:00`);

test("a stream is recorded where any pattern says so, and an order wins", () => {
  const some = { ...rules, streams: ["news", "cam-*"] };
  expect(isToBeRecorded(some, "cam-2", undefined, at(0, "12:00"))).toBe(true);
  expect(isToBeRecorded(some, "show", undefined, at(0, "12:00"))).toBe(false);
  expect(isToBeRecorded(some, "cam-2", "stop", at(0, "12:00"))).toBe(false);
  expect(isToBeRecorded(some, "show", "start", at(0, "12:00"))).toBe(true);
});

test("a schedule records from its beginning to its end, on its days", () => {
  const office = { ...rules, schedule: [{ streams: ["*"], days: [1, 5], from: 8 * 60 + 30, to: 17 * 60 }] };
  const recorded = (day: number, time: string) => isToBeRecorded(office, "cam", undefined, at(day, time));
  expect(recorded(1, "08:29")).toBe(false);
  expect(recorded(1, "08:30")).toBe(true);
  expect(recorded(5, "16:59")).toBe(true);
  expect(recorded(5, "17:00")).toBe(false);
  expect(recorded(2, "12:00")).toBe(false);
});

test("a schedule over midnight belongs to the day on which it begins", () => {
  const night = { ...rules, schedule: [{ streams: ["cam"], days: [6], from: 22 * 60, to: 2 * 60 }] };
  const recorded = (day: number, time: string) => isToBeRecorded(night, "cam", undefined, at(day, time));
  expect(recorded(6, "21:59")).toBe(false);
  expect(recorded(6, "22:00")).toBe(true);
  expect(recorded(0, "01:59")).toBe(true);
  expect(recorded(0, "02:00")).toBe(false);
  expect(recorded(0, "23:00")).toBe(false);
  expect(recorded(6, "01:00")).toBe(false);
  expect(isToBeRecorded(night, "other", undefined, at(6, "23:00"))).toBe(false);
});

test("a schedule may last the whole day", () => {
  const whole = { ...rules, schedule: [{ streams: ["*"], days: everyDay, from: 0, to: 24 * 60 }] };
  for (const time of ["00:00", "23:59"]) expect(isToBeRecorded(whole, "cam", undefined, at(3, time))).toBe(true);
});
