/** The real chart-testing (`ct`), by ct.yaml: it judges the present chart against the one that was released last. */
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { execa } from "execa";
import { readChartMetadata } from "../../chart/index.ts";
import { chartFolder, HarnessError, inTemporaryFolder, projectRoot } from "../../core/index.ts";
import { isUnchanged, lastReleased } from "../../releasing/index.ts";
import { fetchedTool } from "../../tools/index.ts";
import { ctEnvironment } from "./programs.ts";
import { type Candidate, makeRepository } from "./repository.ts";

/** chart-testing found something, or tested nothing. */
export class CtError extends HarnessError {}

/** What ct did. */
export interface CtResult {
  /** The charts that it tested, as it tells them: `NAME => (version: "VERSION", path: "PATH")`. */
  readonly charts: readonly string[];
  /** Each `ci/*-values.yaml` that it linted or installed a chart with. */
  readonly values: readonly string[];
  /** Upgrades from the released chart that it left out, in its own words. */
  readonly skipped: readonly string[];
}

/** Where all that ct says is written: of an install, events and logs of every pod. */
const logFolder = join(projectRoot, "reports", "ct");

/**
 * What ct is to judge: this repository's chart, its last released version, and ct.yaml.
 * @param changes what a test puts in their place
 */
export async function candidate(changes: Partial<Candidate> = {}): Promise<Candidate> {
  const released = await lastReleased("hls-cloud");
  return { chart: chartFolder, released, configuration: join(projectRoot, "ct.yaml"), ...changes };
}

/**
 * Runs `ct lint`.
 * @throws CtError when it finds something, or tests no chart
 */
export function ctLint(subject: Candidate): Promise<CtResult> {
  return ct("lint", subject, []);
}

/**
 * Runs a command of ct in a repository of its own.
 * @param args further arguments of the command
 * @param kubeconfig names the cluster, where the command needs one
 * @throws CtError when ct finds something, or tests no chart
 */
export async function ct(
  command: "lint" | "install",
  subject: Candidate,
  args: readonly string[],
  kubeconfig?: string,
): Promise<CtResult> {
  const program = await fetchedTool("ct");
  // Without a change there is no higher version to ask for; --all asks for none.
  const all = (await isReleased(subject)) ? ["--all"] : [];
  return inTemporaryFolder("ct", async (work) => {
    const repository = join(work, "repository");
    const environment = await ctEnvironment(join(work, "programs"), kubeconfig);
    await makeRepository(repository, subject, environment);
    const options = { cwd: repository, env: environment, extendEnv: false, all: true, reject: false } as const;
    const ran = await execa(program, [command, "--config", "ct.yaml", "--debug", ...all, ...args], options);
    return judge(command, ran.all ?? ran.message ?? "", ran.failed);
  });
}

/** Is it, as it is, what was released? A package is not what it was made of, so that git cannot tell. */
async function isReleased({ chart, released }: Candidate): Promise<boolean> {
  const { version } = await readChartMetadata(chart);
  return version === released?.version && (await isUnchanged(chart, released));
}

async function judge(command: string, output: string, failed: boolean): Promise<CtResult> {
  const log = join(logFolder, `${command}.log`);
  await mkdir(logFolder, { recursive: true });
  await writeFile(log, output);
  const result = readOutput(output);
  if (failed) {
    const { failedCommand, lines } = readFailure(output);
    const what = `ct ${command} failed: ${failedCommand}\n${lines}`;
    throw new CtError({ what, where: log, hint: "Correct what it names, then run it again." });
  }
  if (result.charts.length > 0) return result;
  const hint = "Read its output: chart-dirs and excluded-charts of ct.yaml say which charts it looks at.";
  throw new CtError({ what: `ct ${command} tested no chart.`, where: log, hint });
}

/**
 * Reads what ct printed.
 * @param output its stdout and stderr
 */
export function readOutput(output: string): CtResult {
  // The reasons of an upgrade that is left out stand on lines of their own.
  const text = output.replaceAll(/ \d+ errors? occurred:\n\s*\* /g, " ");
  const matches = (pattern: RegExp): string[] => [
    ...new Set([...text.matchAll(pattern)].map(([, found = ""]) => found)),
  ];
  return {
    charts: matches(/^ (?:✔︎|✖︎) (\S+ => \(.*?\))/gm),
    values: matches(/^(?:Linting|Installing) chart .*?with values file "(?:.*\/)?([^"/]+)"/gm),
    skipped: matches(/^((?:Skipping upgrade test|Upgrade testing) .*)$/gm),
  };
}

/**
 * Reads what ct printed when something failed. It names no command in its verdict, and may lose the last lines of one
 * that fails; but each is told before it runs (`--debug`).
 * @param output its stdout and stderr
 * @returns the command that failed, and the last lines but for the pods' events and logs
 */
export function readFailure(output: string): { readonly failedCommand: string; readonly lines: string } {
  // Events and logs of a release stand between two lines of `=`, and what removes it after them.
  const told = output.split(/^={120}$/m).filter((_, index) => index % 2 === 0);
  const commands = (told.at(-2) ?? told[0] ?? "").match(/^>>> .*/gm) ?? [];
  const lines = told.join("").split("\n");
  const saying = lines.filter((line) => !/^(-*|\s*)$/.test(line)).slice(-30);
  return { failedCommand: commands.at(-1)?.replace(">>> ", "") ?? "no command", lines: saying.join("\n") };
}
