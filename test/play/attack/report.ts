import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { projectRoot } from "../../../harness/core/index.ts";

/** One attack and its end. */
export interface Outcome {
  readonly route: string;
  readonly path: string;
  readonly attack: string;
  readonly method: string;
  /** `403`, `200 403` for two answers, `closed` for none. */
  readonly answer: string;
  readonly refused: boolean;
}

/** Writes all outcomes of a run, and a table of them, to reports/attacks/. */
export async function writeReport(name: string, outcomes: readonly Outcome[]): Promise<void> {
  const folder = join(projectRoot, "reports/attacks");
  await mkdir(folder, { recursive: true });
  const lines = outcomes.map((outcome) => JSON.stringify(outcome));
  await writeFile(join(folder, `${name}.jsonl`), `${lines.join("\n")}\n`);
  await writeFile(join(folder, `${name}.md`), table(name, outcomes));
}

function table(name: string, outcomes: readonly Outcome[]): string {
  const kinds = [...new Set(outcomes.map(({ attack }) => attack))];
  const rows = kinds.map((kind) => {
    const own = outcomes.filter(({ attack }) => attack === kind);
    const answers = [...new Set(own.map(({ answer }) => answer))].toSorted();
    const through = own.filter(({ refused }) => !refused).length;
    return `| ${kind} | ${own.length} | ${through} | ${answers.join(", ")} |`;
  });
  const routes = [...new Set(outcomes.map(({ route }) => `\`${route}\``))];
  const through = outcomes.filter(({ refused }) => !refused).length;
  return [
    `# Attacks on ${name}`,
    "",
    `${outcomes.length} attacks, ${through} got through. Routes: ${routes.join(", ")}.`,
    "",
    "| attack | tried | got through | answers |",
    "| --- | --- | --- | --- |",
    ...rows,
    "",
  ].join("\n");
}
