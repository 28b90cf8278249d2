/**
 * How many discontinuities a stream has had, for the time in which no playlist of it is left: its pod was killed, or it
 * was away for longer than a playlist lives. The owner tells all pods, and each keeps it in memory that outlives its
 * process.
 */
import fs from "fs";
import settings from "settings.js";
import { readText, remove, replaceText } from "./files.ts";

/** Never change it: numbers must not go back. */
const EPOCH = Date.UTC(2026, 10, 1);
/**
 * Milliseconds of a number: no stream has discontinuities faster than this for long, and so none overtakes the clock.
 */
const MILLISECONDS_PER_NUMBER = 5000;
/**
 * hls.js walks over an array of this length at each playlist: 6 ms of a busy processor for 47,000. So numbers from the
 * clock begin again after 91 hours, which only a viewer notices who has watched the same stream before and after.
 */
const CLOCK_LIMIT = 65536;

/** A name that nobody has published for a day is forgotten. */
const LIFETIME = 24 * 3600 * 1000;

const SUFFIX = ".stretch";

interface Remembered {
  readonly count: number;
  /** Milliseconds since 1970. */
  readonly at: number;
}

/**
 * Count to begin with where nobody knows: any pod that starts later starts higher.
 *
 * @param now milliseconds since 1970
 */
export function stretchFromClock(now: number): number {
  return Math.floor((now - EPOCH) / MILLISECONDS_PER_NUMBER) % CLOCK_LIMIT;
}

/** Discontinuities that this pod knows of a stream; 0 when it knows none. */
export function knownStretch(name: string): number {
  const text = readText(pathOf(name));
  return text === undefined ? 0 : (JSON.parse(text) as Remembered).count;
}

/** Discontinuities of every stream that this pod knows of. */
export function knownStretches(): Record<string, number> {
  const known: Record<string, number> = {};
  stretchFiles().forEach((file) => {
    const name = file.slice(0, -SUFFIX.length);
    known[name] = knownStretch(name);
  });
  return known;
}

/**
 * Remembers the discontinuities of a stream, if there are more than were known.
 *
 * @param now milliseconds since 1970
 * @returns whether there are
 */
export function rememberStretch(name: string, count: number, now: number): boolean {
  if (count <= knownStretch(name)) {
    return false;
  }
  replaceText(pathOf(name), JSON.stringify({ count, at: now }));
  return true;
}

/**
 * Forgets names that nobody has published for a day.
 *
 * @param now milliseconds since 1970
 */
export function forgetOldStretches(now: number): void {
  stretchFiles()
    .map((file) => `${settings.runPath}/${file}`)
    .filter((path) => now - (JSON.parse(readText(path) || "{}") as Remembered).at > LIFETIME)
    .forEach((path) => {
      remove(path);
    });
}

function stretchFiles(): string[] {
  return fs.readdirSync(settings.runPath).filter((file) => file.endsWith(SUFFIX));
}

function pathOf(name: string): string {
  return `${settings.runPath}/${name}${SUFFIX}`;
}
