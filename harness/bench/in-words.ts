import Table from "cli-table3";
import type { Bench, Figure } from "./bench.ts";
import { descriptionOf, goalInWords, meetsGoal } from "./figures.ts";

/** All figures with their units, for `--help`; those of the quick run have a star. */
export function figureList(benches: readonly Bench[]): string {
  const lines = benches
    .flatMap(({ figures }) => figures)
    .map(({ name, unit, description, quick, reference, goal }) => {
      const against = reference === undefined ? "" : ` Reference: ${reference}.`;
      const wanted = goal === undefined ? "" : ` Goal: ${goalInWords(goal)}.`;
      return `${quick ? "*" : " "} ${name} [${unit}]\n      ${description}${against}${wanted}`;
    });
  return ["Figures (* in the quick run too):", ...lines].join("\n");
}

/** What was measured, for a person at the terminal. */
export function figureTable(benches: readonly Bench[], figures: readonly Figure[]): string {
  const table = new Table({ head: ["figure", "value", "unit", "ratio", "spread", "goal"] });
  for (const figure of figures) {
    const met = meetsGoal(figure, descriptionOf(benches, figure.name)?.goal);
    const goal = figure.invalid !== undefined ? "not valid" : met === undefined ? "" : met ? "met" : "missed";
    table.push([figure.name, figure.value, figure.unit, figure.ratio ?? "", figure.spread, goal]);
  }
  return table.toString();
}
