/**
 * Who watches: nginx writes a line for each playlist that a viewer got. A player asks at least once in the longest
 * fragment, so that the last two turns of the log have everybody.
 */

import { readText } from "./files.ts";
import { emptyFile, finishedFiles, logFile, turnAt } from "./log-turns.ts";

const LOG = "viewers";
/** Turns that count. */
const SEEN_FOR = 2;

/**
 * Viewers by stream. A viewer is an address with a browser: several of one household with the same browser count once.
 *
 * @param now milliseconds since 1970
 */
export function viewersByStream(now: number): Record<string, number> {
  const seen: Record<string, boolean> = {};
  // Without a prototype: a stream may be called `constructor`.
  const viewers: Record<string, number> = Object.create(null);
  for (let age = 0; age < SEEN_FOR; age += 1) {
    linesOf(turnAt(now) - age).forEach((line) => {
      if (seen[line] === undefined) {
        seen[line] = true;
        const stream = line.slice(line.indexOf(" ") + 1);
        viewers[stream] = (viewers[stream] || 0) + 1;
      }
    });
  }
  return viewers;
}

/** Lines of a turn, without its number. */
function linesOf(turn: number): string[] {
  const lines = (readText(logFile(LOG, turn)) || "").split("\n");
  // After the last line's end there is nothing, or what is just being written.
  lines.pop();
  const start = `${turn} `;
  return lines.filter((line) => line.startsWith(start)).map((line) => line.slice(start.length));
}

/**
 * Empties the files that nobody will read any more.
 *
 * @param now milliseconds since 1970
 */
export function sweepViewers(now: number): void {
  finishedFiles(LOG, SEEN_FOR, now).forEach(emptyFile);
}
