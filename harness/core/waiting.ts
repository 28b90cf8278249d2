import pRetry from "p-retry";
import { HarnessError } from "./errors.ts";

/** Something that was expected to happen did not, in the time that it had. */
export class WaitError extends HarnessError {}

/**
 * How many times the seconds that a wait is given. A machine with other work may be slow for a minute, and a deadline
 * is for what never comes: tests set it (vitest.config.ts). It costs nothing where all is well.
 */
export const patienceFactor = Number(process.env["HLS_CLOUD_PATIENCE"] ?? 1);

export interface Patience {
  /** Seconds until it is given up, times `patienceFactor`. */
  readonly seconds: number;
  /** Milliseconds between two tries; 100 by default. */
  readonly period?: number;
  /** Ends the wait at once, with its reason. */
  readonly signal?: AbortSignal;
}

/**
 * Looks again and again until a check no longer throws.
 * @param what the thing waited for, such as `the master playlist`
 * @param check throws as long as the thing is not there
 * @returns what the check returned
 * @throws WaitError with the check's last words
 */
export async function waitFor<T>(what: string, patience: Patience, check: () => Promise<T> | T): Promise<T> {
  const { period = 100, signal } = patience;
  const seconds = patience.seconds * patienceFactor;
  const deadline = Date.now() + seconds * 1000;
  return pRetry(async () => check(), {
    retries: Number.POSITIVE_INFINITY,
    factor: 1,
    minTimeout: period,
    maxTimeout: period,
    ...(signal ? { signal } : {}),
    shouldRetry: () => Date.now() < deadline,
  }).catch((cause: unknown) => {
    if (signal?.aborted) throw signal.reason;
    const last = cause instanceof Error ? cause.message : String(cause);
    const where = last.split("\n")[0] ?? "";
    const hint = "See the logs of nginx and ffmpeg for the reason.";
    throw new WaitError({ what: `${what}: not there after ${seconds} s.`, where, hint, cause });
  });
}
