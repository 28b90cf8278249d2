/** Which streams are to be recorded, as the values say. */
import { matchesPattern } from "./name-pattern.ts";

export interface Schedule {
  /** Patterns of names. */
  readonly streams: readonly string[];
  /** Days on which it begins; 0 is Sunday. */
  readonly days: readonly number[];
  /** Minutes since midnight. */
  readonly from: number;
  readonly to: number;
}

export interface RecordingRules {
  /** Patterns of names that are recorded at all times. */
  readonly streams: readonly string[];
  readonly schedule: readonly Schedule[];
}

/** What somebody asked for one stream. It wins over the rules. */
export type Order = "start" | "stop";

/**
 * Whether a stream is to be recorded now.
 *
 * @param order what was asked for this stream; undefined where nothing was
 * @param now its local time counts: the process runs in the time zone of the schedule
 */
export function isToBeRecorded(rules: RecordingRules, name: string, order: Order | undefined, now: Date): boolean {
  if (order !== undefined) {
    return order === "start";
  }
  return matchesAny(name, rules.streams) || rules.schedule.some((entry) => isScheduled(entry, name, now));
}

function matchesAny(name: string, patterns: readonly string[]): boolean {
  return patterns.some((pattern) => matchesPattern(name, pattern));
}

function isScheduled(entry: Schedule, name: string, now: Date): boolean {
  if (!matchesAny(name, entry.streams)) {
    return false;
  }
  const minute = now.getHours() * 60 + now.getMinutes();
  const today = now.getDay();
  if (entry.from < entry.to) {
    return isDay(entry, today) && minute >= entry.from && minute < entry.to;
  }
  // Over midnight: what began yesterday belongs to yesterday.
  return (isDay(entry, today) && minute >= entry.from) || (isDay(entry, today + 6) && minute < entry.to);
}

function isDay(entry: Schedule, day: number): boolean {
  return entry.days.indexOf(day % 7) >= 0;
}
