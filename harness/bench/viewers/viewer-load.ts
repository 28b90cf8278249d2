import { readFile } from "node:fs/promises";
import { execa } from "execa";
import { HarnessError } from "../../core/index.ts";
import { fetchedTool } from "../../tools/index.ts";
import { generatorCore, pinned } from "../cores.ts";

/** Of what tools/viewers tells at its end (report.go), that which is read. Times are in seconds. */
export interface ViewerLoadReport {
  readonly viewers: number;
  readonly seconds: number;
  readonly segments: number;
  readonly bytes: number;
  readonly errors: number;
  readonly errorTexts: readonly string[];
  readonly lateSegments: number;
  readonly lateMost: number;
  readonly downloadP99: number;
  readonly lagP99: number;
  /** Of its cores, 0 to 1. */
  readonly load: number;
  /** Why its metrics are not valid; empty where they are. */
  readonly saturated: string;
}

export interface ViewerLoadOptions {
  /** URL of the master playlist. */
  readonly url: string;
  readonly viewers: number;
  /** Over which they begin. */
  readonly rampSeconds: number;
  /** For which all play. */
  readonly steadySeconds: number;
  readonly signal: AbortSignal;
  /** Called when all have begun. */
  readonly onSteady: () => Promise<void>;
}

/**
 * Plays a stream with so many viewers, from as many addresses of 127.1.0.0/16.
 * @throws HarnessError when it cannot
 */
export async function runViewerLoad(options: ViewerLoadOptions): Promise<ViewerLoadReport> {
  const { url, viewers, rampSeconds, steadySeconds, signal, onSteady } = options;
  const args = ["-master", url, "-viewers", `${viewers}`, "-ramp", `${rampSeconds}s`, "-steady", `${steadySeconds}s`];
  const command = pinned(generatorCore, await fetchedTool("viewers"), args);
  const [program, ...all] = await withFiles(viewers + otherFiles, command);
  const running = execa(program, all, { cancelSignal: signal, reject: false });
  let last = "";
  for await (const line of running.iterable()) {
    if (line === "steady") await onSteady();
    last = line;
  }
  const { failed, stderr, escapedCommand } = await running;
  if (!failed) return JSON.parse(last) as ViewerLoadReport;
  signal.throwIfAborted();
  const hint = "Allow more open files, as with ulimit -n, or try fewer viewers.";
  throw new HarnessError({ what: `The viewers failed: ${stderr || last}`, where: escapedCommand, hint });
}

/** Open files of the generator that are no viewer's. */
const otherFiles = 500;

/**
 * A command that may open so many files: each viewer is one. Go itself uses all that it is allowed (the hard limit).
 */
async function withFiles(files: number, command: readonly [string, ...string[]]): Promise<[string, ...string[]]> {
  const [, allowed] = /^Max open files +\d+ +(\d+)/m.exec(await readFile("/proc/self/limits", "utf8")) ?? [];
  return Number(allowed) < files ? ["prlimit", `--nofile=${files}`, ...command] : [...command];
}
