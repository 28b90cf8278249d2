import { spawn } from "node:child_process";
import { SetupProblem } from "./problem.mjs";

const again = "Start the same command again; it goes on where it stopped.";

/** @type {NodeJS.Signals[]} */
const interrupts = ["SIGINT", "SIGTERM", "SIGHUP"];

/**
 * Runs one step of the set-up and waits for it. Its output goes to stderr.
 * @param {string} command a program on PATH
 * @param {string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, hint: string }} options hint: what to do when the step fails
 * @returns {Promise<void>}
 * @throws {SetupProblem} when the program is missing, fails or is interrupted
 */
export async function runStep(command, args, { cwd, env, hint }) {
  const where = [command, ...args].join(" ");
  const child = spawn(command, args, { cwd, env, stdio: ["ignore", 2, 2] });
  /** @type {NodeJS.Signals | undefined} */
  let interruption;
  // A handler keeps this process alive until the step has ended, so that what it holds (a lock, a policy file) is given
  // back.
  /** @param {NodeJS.Signals} signal */
  const stop = (signal) => {
    interruption = signal;
    child.kill(signal);
  };
  for (const signal of interrupts) process.on(signal, stop);
  try {
    const ending = await new Promise((resolve, reject) => {
      child.once("error", reject);
      child.once("close", (code, signal) => resolve(signal ?? code));
    });
    // apt finishes what it has begun and then reports success.
    if (interruption)
      throw new SetupProblem({ what: `The set-up was interrupted (${interruption}).`, where, hint: again });
    if (ending !== 0) throw new SetupProblem({ what: `A set-up step ended with ${ending}.`, where, hint });
  } catch (cause) {
    if (cause instanceof SetupProblem) throw cause;
    throw new SetupProblem({ what: `${command} could not be started (${String(cause)}).`, where, hint });
  } finally {
    for (const signal of interrupts) process.off(signal, stop);
  }
}
