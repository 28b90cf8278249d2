import { chmod, cp, mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { execa } from "execa";
import { load } from "js-yaml";
import pMap from "p-map";
import { chartFolder, inTemporaryFolder, projectRoot } from "../core/index.ts";
import { type Mutant, mutate } from "./mutants.ts";

/** What became of one mutant. */
export interface MutantOutcome {
  readonly mutant: Mutant;
  /** The tests that failed; undefined for a survivor. */
  readonly caughtBy: string | undefined;
  /** Why a survivor changes nothing that anybody sees, where that is known. */
  readonly why: string | undefined;
}

/** The tests that a mutant must fail, the quick ones first. A mutant that fails one is not given to the next. */
const checks: readonly (readonly [string, readonly string[]])[] = [
  ["the goldens", ["--project", "render", "goldens"]],
  ["the render tests", ["--project", "render"]],
  ["nginx", ["--project", "nginx"]],
];

/** Two at a time: each starts processes of its own. */
const concurrency = 2;

/**
 * Gives each mutant to the tests.
 * @param mutants changes of this project's chart
 * @param onOutcome called as each is decided
 */
export async function runMutants(
  mutants: readonly Mutant[],
  onOutcome: (outcome: MutantOutcome) => void,
): Promise<MutantOutcome[]> {
  const reasons = await explanations();
  return pMap(
    mutants,
    async (mutant) => {
      const caughtBy = await withMutant(mutant, firstFailing);
      const outcome = { mutant, caughtBy, why: caughtBy === undefined ? reasonFor(mutant, reasons) : undefined };
      onOutcome(outcome);
      return outcome;
    },
    { concurrency },
  );
}

/** What a mutant's tests are given. */
interface Place {
  /** The changed chart. */
  readonly chart: string;
  /** Where they make their temporary folders. */
  readonly temporary: string;
}

async function withMutant<T>(mutant: Mutant, use: (place: Place) => Promise<T>): Promise<T> {
  return inTemporaryFolder("mutant", async (folder) => {
    const chart = join(folder, "chart");
    const temporary = join(folder, "tmp");
    await mkdir(temporary);
    // nginx, which is nobody's where it is started by root, reads below it.
    for (const each of [folder, temporary]) await chmod(each, 0o755);
    await cp(chartFolder, chart, { recursive: true });
    const file = join(chart, mutant.file);
    await writeFile(file, mutate(await readFile(file, "utf8"), mutant));
    return use({ chart, temporary });
  });
}

async function firstFailing({ chart, temporary }: Place): Promise<string | undefined> {
  // Tests that are ended at the first failure leave their folders: these go with the mutant's.
  const env = { HLS_CLOUD_CHART: chart, TMPDIR: temporary };
  for (const [name, args] of checks) {
    const vitest = join(projectRoot, "node_modules/vitest/vitest.mjs");
    const options = { cwd: projectRoot, env, reject: false, timeout: 300_000 } as const;
    const run = await execa(process.execPath, [vitest, "run", "--bail", "1", "--reporter", "dot", ...args], options);
    if (run.exitCode !== 0) return name;
  }
  return undefined;
}

interface Explanation {
  readonly kind: Mutant["kind"];
  /** Regular expression for the file. */
  readonly file: string;
  /** Regular expression for the line as it was. */
  readonly before: string;
  readonly why: string;
}

async function explanations(): Promise<Explanation[]> {
  return load(await readFile(join(projectRoot, "test/mutation/explained.yaml"), "utf8")) as Explanation[];
}

function reasonFor(mutant: Mutant, reasons: readonly Explanation[]): string | undefined {
  const applies = ({ kind, file, before }: Explanation): boolean =>
    kind === mutant.kind && new RegExp(file).test(mutant.file) && new RegExp(before).test(mutant.before);
  return reasons.find(applies)?.why;
}
