/**
 * What viewers asked for, as counters. nginx writes a line for each request, into a file for every ten seconds
 * (chart/files/nginx/delivery-logs.conf); what is in a file that is full is added to this worker's own counters, and the
 * file is gone. So no number ever falls, however many workers count.
 */

import settings from "delivery-settings.js";
import fs from "fs";
import { readText, remove, replaceText } from "./files.ts";
import { LOG_PERIOD } from "./log-period.ts";

/** Requests by what a line says of them: kind, status and what the cache had. */
export type RequestCounts = Record<string, number>;

const LINES = "requests-";
const COUNTS = "counted-";
/** Milliseconds after which nobody writes to a file of the time before. */
const PATIENCE = 1000;

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
 * Adds what is in full files to this worker's counters.
 *
 * @param pid this worker's process
 * @param now milliseconds since 1970
 */
export function foldRequests(pid: string, now: number): void {
  const current = Math.floor((now - PATIENCE) / LOG_PERIOD);
  fs.readdirSync(settings.runPath)
    .filter((file) => file.startsWith(LINES) && Number(file.slice(LINES.length)) < current)
    .forEach((file) => {
      fold(`${settings.runPath}/${file}`, pid);
    });
}

function fold(path: string, pid: string): void {
  const mine = `${path}.${pid}`;
  try {
    // Only one worker gets it.
    fs.renameSync(path, mine);
  } catch (_) {
    return;
  }
  const counts = `${settings.runPath}/${COUNTS}${pid}`;
  const sum = readCounts(counts);
  add(sum, linesOf(readText(mine) || ""));
  replaceText(counts, JSON.stringify(sum));
  remove(mine);
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
