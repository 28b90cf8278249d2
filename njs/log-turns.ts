/**
 * Logs that are read here. Each is a few files that take turns, ten seconds each (chart/files/delivery/logs.conf):
 * nginx keeps them open and buffers what it writes, which it does with no log whose name changes.
 */

import settings from "delivery-settings.js";
import fs from "fs";
import { sizeOf } from "./files.ts";

/** Milliseconds of a turn. */
const PERIOD = 10000;
/** Milliseconds after a turn in which nginx may still write what it has buffered. */
const PATIENCE = 2000;
/** A file is left alone so many milliseconds before its next turn. */
const MARGIN = 1000;

/**
 * The turn of a moment, counted since 1970. It stands in the lines of logs whose files may hold an older one's, too.
 */
export function turnAt(now: number): number {
  return Math.floor(now / PERIOD);
}

/**
 * The file in which a turn's lines are.
 *
 * @param log its name
 */
export function logFile(log: string, turn: number): string {
  return `${settings.runPath}/${log}-${turn % settings.logTurns}`;
}

/**
 * Files with lines, whose turns are over by so many at least, and which nobody writes.
 *
 * @param log its name
 * @param age turns, 1 at least
 * @param now milliseconds since 1970
 */
export function finishedFiles(log: string, age: number, now: number): string[] {
  const newest = turnAt(now - PATIENCE) - age;
  const oldest = turnAt(now + MARGIN) - settings.logTurns;
  const files: string[] = [];
  for (let turn = newest; turn > oldest; turn -= 1) {
    files.push(logFile(log, turn));
  }
  return files.filter((file) => sizeOf(file) > 0);
}

/** Empties a file; nginx goes on with it. */
export function emptyFile(file: string): void {
  fs.writeFileSync(file, "");
}
