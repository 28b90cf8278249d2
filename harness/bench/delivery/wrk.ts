import { join } from "node:path";
import { execa } from "execa";
import { ensureSystem } from "../../../scripts/bootstrap/system.mjs";
import system from "../../../scripts/system.json" with { type: "json" };
import { findProgram, HarnessError, projectRoot, ToolError, usage } from "../../core/index.ts";
import { generatorCore, pinned } from "../cores.ts";

/** What a load brought out. */
export interface Throughput {
  /** Requests that were answered. */
  readonly answered: number;
  /** Requests a second. */
  readonly requests: number;
  /** MB a second, headers too. */
  readonly megabytes: number;
  /** Requests in a second of the worker's CPU. */
  readonly requestsPerCpuSecond: number;
  /** MB in a second of the worker's CPU. */
  readonly megabytesPerCpuSecond: number;
}

export interface WrkOptions {
  /** `http://host:port`. */
  readonly url: string;
  /** The path that is asked for, with `%d` for a number where there is a count. */
  readonly path: string;
  /** Ask for the paths of these numbers in turn, from one on. */
  readonly numbers?: { readonly from: number; readonly count: number };
  readonly connections: number;
  readonly seconds: number;
  /** The process of the one worker that answers. */
  readonly worker: number;
  readonly signal: AbortSignal;
}

/** What wrk.lua writes. */
interface Summary {
  readonly requests: number;
  readonly bytes: number;
  readonly microseconds: number;
  readonly failed: number;
  readonly notOk: number;
}

/**
 * Asks for paths as fast as they are answered, with wrk on a core of its own.
 * @throws HarnessError when one was not answered with 200
 */
export async function load(options: WrkOptions): Promise<Throughput> {
  const { url, path, numbers, connections, seconds, worker, signal: cancelSignal } = options;
  const args = ["--threads=1", `--connections=${connections}`, `--duration=${seconds}s`, "--timeout=30s"];
  const paths = [path, ...(numbers ? [String(numbers.from), String(numbers.count)] : [])];
  const script = [`--script=${join(import.meta.dirname, "wrk.lua")}`, url, "--", ...paths];
  const [program, ...all] = pinned(generatorCore, await ensureLoadProgram(), [...args, ...script]);
  const before = await usage(worker);
  const { stdout } = await execa(program, all, { cancelSignal });
  const cpuSeconds = (await usage(worker)).cpuSeconds - before.cpuSeconds;
  const summary = JSON.parse(stdout.trimEnd().split("\n").at(-1) ?? "") as Summary;
  if (summary.failed > 0 || summary.notOk > 0 || summary.requests === 0) {
    const what = `Of ${summary.requests} requests, ${summary.failed} failed and ${summary.notOk} were refused.`;
    throw new HarnessError({ what, where: `${url}${path}`, hint: "See the log of that nginx." });
  }
  const elapsed = summary.microseconds / 1e6;
  const megabytes = summary.bytes / 1e6;
  return {
    answered: summary.requests,
    requests: summary.requests / elapsed,
    megabytes: megabytes / elapsed,
    requestsPerCpuSecond: summary.requests / cpuSeconds,
    megabytesPerCpuSecond: megabytes / cpuSeconds,
  };
}

/**
 * The path of wrk; on Debian as root it is installed first where it is missing.
 * @throws ToolError where it is not, and SetupProblem when it cannot be installed
 */
export async function ensureLoadProgram(): Promise<string> {
  await ensureSystem(projectRoot, system.bench);
  const program = await findProgram("wrk");
  if (program) return program;
  const hint = "On Debian: sudo apt-get install --no-install-recommends wrk";
  throw new ToolError({ what: "wrk is missing.", where: "PATH", hint, command: "wrk" });
}
