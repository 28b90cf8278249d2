import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { say } from "./problem.mjs";

const pollMilliseconds = 200;

/**
 * Does the work while no other process does it. A lock left behind by a process that is gone is taken over.
 * @template T
 * @param {string} file the lock's file; it holds the owner's process id
 * @param {() => Promise<T>} work
 * @param {{ quiet?: boolean }} [options] quiet: does not tell that it waits; the process that works has said enough
 * @returns {Promise<T>} what the work returns
 */
export async function withLock(file, work, { quiet = false } = {}) {
  mkdirSync(dirname(file), { recursive: true });
  let told = quiet;
  while (!take(file)) {
    if (!told) say(`another set-up is at work in this folder; waiting for it (${file})`);
    told = true;
    await sleep(pollMilliseconds);
  }
  try {
    return await work();
  } finally {
    rmSync(file, { force: true });
  }
}

/**
 * Tries once to take the lock.
 * @param {string} file
 * @returns {boolean} whether this process holds it now
 */
function take(file) {
  const mine = `${file}.${process.pid}`;
  writeFileSync(mine, String(process.pid));
  try {
    // A link appears with its content, so that nobody ever reads a lock that names no owner yet.
    linkSync(mine, file);
    return true;
  } catch (error) {
    if (codeOf(error) !== "EEXIST") throw error;
    dropWhenAbandoned(file, mine);
    return false;
  } finally {
    rmSync(mine, { force: true });
  }
}

/**
 * Removes the lock of a process that is gone.
 * @param {string} file
 * @param {string} aside a name that no other process uses
 */
function dropWhenAbandoned(file, aside) {
  const owner = ownerOf(file);
  if (owner === undefined || isAlive(owner)) return;
  try {
    renameSync(file, aside);
    // Another process may have replaced the lock in between: then what was moved is a living one, and goes back.
    if (ownerOf(aside) !== owner) linkSync(aside, file);
  } catch (error) {
    if (!["ENOENT", "EEXIST"].includes(codeOf(error))) throw error;
  }
}

/**
 * @param {string} file
 * @returns {number | undefined} the owner's process id, undefined when the lock is gone
 */
function ownerOf(file) {
  try {
    return Number(readFileSync(file, "utf8"));
  } catch (error) {
    if (codeOf(error) === "ENOENT") return undefined;
    throw error;
  }
}

/** @param {number} pid */
function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return codeOf(error) === "EPERM";
  }
}

/** @param {unknown} error */
function codeOf(error) {
  return /** @type {NodeJS.ErrnoException} */ (error).code ?? "";
}
