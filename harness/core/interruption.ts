import { HarnessError } from "./errors.ts";

/** As in a shell: 128 and the number of SIGINT. */
export const interruptedExitCode = 130;

/** Ctrl-C, as an error. */
export class RunInterrupted extends HarnessError {
  constructor() {
    super({ what: "The run was interrupted.", where: "Ctrl-C", hint: "Start it again." });
  }
}

/**
 * Calls back at each Ctrl-C. Not once: execa ends this process at a signal that nobody else listens to any more.
 * @returns what ends that
 */
export function onInterruption(act: () => void): () => void {
  process.on("SIGINT", act).on("SIGTERM", act);
  return () => process.off("SIGINT", act).off("SIGTERM", act);
}

/**
 * Aborted at Ctrl-C, for work that then ends by itself and removes what it made.
 * @param reason the signal's; a DOMException by default
 */
export function interruptionSignal(reason?: Error): AbortSignal {
  const interrupted = new AbortController();
  onInterruption(() => interrupted.abort(reason));
  return interrupted.signal;
}

/**
 * Rejects when a run is to end, so that what it made is removed whatever is done at that moment.
 * @param signal the run's
 */
export function rejectedBy(signal: AbortSignal): Promise<never> {
  const { promise, reject } = Promise.withResolvers<never>();
  promise.catch(() => {});
  signal.addEventListener("abort", () => reject(signal.reason));
  if (signal.aborted) reject(signal.reason);
  return promise;
}
