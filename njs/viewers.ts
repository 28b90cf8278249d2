/**
 * Who watches: nginx writes a line for each playlist that a viewer asked for, into a file for every ten seconds, on the
 * run volume (chart/files/nginx/delivery-logs.conf). A player asks at least once in the longest fragment, so that the
 * last two files have everybody.
 */

import settings from "delivery-settings.js";
import fs from "fs";
import { readText, remove } from "./files.ts";

/** Milliseconds of a file. nginx names it after the clock, without the last digit of the seconds. */
const PERIOD = 10000;
const PREFIX = "viewers-";

/**
 * Viewers by stream. A viewer is an address with a browser: several of one household with the same browser count once.
 *
 * @param now milliseconds since 1970
 */
export function viewersByStream(now: number): Record<string, number> {
  sweepViewers(now);
  const seen: Record<string, boolean> = {};
  const viewers: Record<string, number> = {};
  const period = Math.floor(now / PERIOD);
  [period - 1, period].forEach((each) => {
    const lines = (readText(`${settings.runPath}/${PREFIX}${each}`) || "").split("\n");
    lines.forEach((line) => {
      if (line !== "" && seen[line] === undefined) {
        seen[line] = true;
        const stream = line.slice(line.indexOf(" ") + 1);
        viewers[stream] = (viewers[stream] || 0) + 1;
      }
    });
  });
  return viewers;
}

/**
 * Removes the files that nobody will read any more.
 *
 * @param now milliseconds since 1970
 */
export function sweepViewers(now: number): void {
  const oldest = Math.floor(now / PERIOD) - 1;
  fs.readdirSync(settings.runPath)
    .filter((file) => file.startsWith(PREFIX) && Number(file.slice(PREFIX.length)) < oldest)
    .forEach((file) => {
      remove(`${settings.runPath}/${file}`);
    });
}
