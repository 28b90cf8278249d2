import { HarnessError } from "./errors.ts";

/** Aborted at Ctrl-C, for work that then ends by itself and removes what it made. */
export function interruptionSignal(): AbortSignal {
  const interrupted = new AbortController();
  // Not once: execa ends this process at a signal that nobody else listens to any more.
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => interrupted.abort());
  return interrupted.signal;
}

/**
 * Rejects at Ctrl-C, so that what a run made is removed whatever it does at that moment.
 * @param ended aborted when the run is over
 */
export function interruption(ended: AbortSignal): Promise<never> {
  const { promise, reject } = Promise.withResolvers<never>();
  promise.catch(() => {});
  const interrupt = (): void => {
    const what = "The run was interrupted.";
    reject(new HarnessError({ what, where: "Ctrl-C", hint: "Start it again." }));
  };
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, interrupt);
  ended.addEventListener("abort", () => process.off("SIGINT", interrupt).off("SIGTERM", interrupt));
  return promise;
}
