/** The checks of a CI run: each is a command, some run side by side. */
import { $, type ProcessOutput } from "zx";

export interface CiCheck {
  readonly name: string;
  /** The command and its arguments. */
  readonly command: readonly string[];
  /** About how long it takes on two cores with full caches. */
  readonly minutes: number;
  /** For a check that others' work on the machine can fail: what is tried once more, by what the first try printed. */
  readonly again?: (stdout: string) => readonly string[];
}

/** Checks that run one after the other, beside other such lists. */
export type Lane = readonly CiCheck[];
/** Lanes that run side by side. The next stage begins when all are done. */
export type Stage = readonly Lane[];

/** Minutes of a stage: those of its longest lane. */
function minutesOf(stage: Stage): number {
  return Math.max(...stage.map((lane) => lane.reduce((sum, { minutes }) => sum + minutes, 0)));
}

/** What will be done, and about how long it takes: a line for each stage, and one for all. */
export function planText(stages: readonly Stage[]): string {
  const lines = stages.map((stage, index) => {
    const lanes = stage.map((lane) => lane.map(({ name }) => name).join(", "));
    return `  ${index + 1}. ${lanes.join(" beside ")}: ${minutesOf(stage)} min`;
  });
  const all = stages.reduce((sum, stage) => sum + minutesOf(stage), 0);
  return [...lines, `  about ${all} min on two cores; the first time about 15 min more, for what is built once`].join(
    "\n",
  );
}

/**
 * Runs all checks, each to its end even when an earlier one failed, so that one run shows everything.
 * @param signal ends the check that runs, and all that would follow
 * @returns the names of those that failed
 */
export async function runChecks(stages: readonly Stage[], signal: AbortSignal): Promise<string[]> {
  const failed: string[] = [];
  for (const stage of stages) {
    // Two that write at once would be unreadable: what runs beside another is told when it is done.
    const isLive = stage.length === 1;
    const inLane = async (lane: Lane): Promise<void> => {
      for (const check of lane) if (!(await passes(check, isLive, signal))) failed.push(check.name);
    };
    await Promise.all(stage.map(inLane));
    signal.throwIfAborted();
  }
  return failed;
}

async function passes({ name, command, again }: CiCheck, isLive: boolean, signal: AbortSignal): Promise<boolean> {
  const first = await run(name, command, isLive, signal);
  if (first.ok || !again || signal.aborted) return first.ok ?? false;
  process.stderr.write(`== ${name} failed, and is tried once more\n`);
  return (await run(name, again(first.stdout), isLive, signal)).ok ?? false;
}

async function run(
  name: string,
  command: readonly string[],
  isLive: boolean,
  signal: AbortSignal,
): Promise<ProcessOutput> {
  const startedAt = performance.now();
  if (isLive) process.stderr.write(`== ${name}: ${command.join(" ")}\n`);
  const env = { ...process.env, CI: "true" };
  const said = await $({
    signal,
    env,
    nothrow: true,
    verbose: isLive,
    quiet: !isLive,
    stdio: ["ignore", "pipe", "pipe"],
  })`${command}`;
  const minutes = ((performance.now() - startedAt) / 60_000).toFixed(1);
  const told = isLive ? "" : said.stdall;
  process.stderr.write(`${told}== ${name}: ${said.ok ? "passed" : "failed"} after ${minutes} min\n`);
  return said;
}
