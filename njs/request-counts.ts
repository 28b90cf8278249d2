/**
 * What viewers asked for, as counters. nginx writes a line for each request; what is in a file whose turn is over is
 * added to this worker's own counters, and the file is emptied. So no number ever falls, however many workers count.
 */

import settings from "delivery-settings.js";
import fs from "fs";
import { readText, remove, replaceText } from "./files.ts";
import { emptyFile, finishedFiles, turnAt } from "./log-turns.ts";

/** Requests by what a line says of them: kind, status and what the cache had. */
export type RequestCounts = Record<string, number>;

const LOG = "requests";
const COUNTS = "counted-";

/**
 * Requests until a few seconds ago, by all workers.
 *
 * @param pid this worker's process
 * @param now milliseconds since 1970
 */
export function requestCounts(pid: string, now: number): RequestCounts {
  foldRequests(pid, now);
  const sum: RequestCounts = {};
  fs.readdirSync(settings.runPath)
    .filter((file) => file.startsWith(COUNTS) && !file.endsWith(".new"))
    .forEach((file) => {
      add(sum, readCounts(`${settings.runPath}/${file}`));
    });
  return sum;
}

/**
 * Adds what is in finished files to this worker's counters.
 *
 * @param pid this worker's process
 * @param now milliseconds since 1970
 */
export function foldRequests(pid: string, now: number): void {
  finishedFiles(LOG, 1, now).forEach((file) => {
    // Only one worker gets it. The name is of now: a worker that died with a mark keeps nobody else from the next
    // turn's lines.
    const mark = `${file}.${turnAt(now)}`;
    try {
      fs.writeFileSync(mark, "", { flag: "wx" });
    } catch (_) {
      return;
    }
    fold(file, pid);
    remove(mark);
  });
}

function fold(file: string, pid: string): void {
  const counts = `${settings.runPath}/${COUNTS}${pid}`;
  const sum = readCounts(counts);
  add(sum, linesOf(readText(file) || ""));
  emptyFile(file);
  replaceText(counts, JSON.stringify(sum));
}

function linesOf(text: string): RequestCounts {
  const counts: RequestCounts = {};
  text.split("\n").forEach((line) => {
    if (line !== "") {
      counts[line] = (counts[line] || 0) + 1;
    }
  });
  return counts;
}

function readCounts(path: string): RequestCounts {
  const text = readText(path);
  return text === undefined ? {} : (JSON.parse(text) as RequestCounts);
}

function add(sum: RequestCounts, more: RequestCounts): void {
  Object.keys(more).forEach((line) => {
    sum[line] = (sum[line] || 0) + (more[line] || 0);
  });
}
