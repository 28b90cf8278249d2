import { ToolError } from "../core/index.ts";

/** helm failed. `what` is helm's message without its noise; the classes below are the failures that a chart causes. */
export class HelmError extends ToolError {}

/**
 * The chart refused the values in its own words (`fail` or `required` in a template). `what` is exactly those words.
 */
export class HelmValidationError extends HelmError {}

/** The values do not fit the chart's values.schema.json. */
export class HelmSchemaError extends HelmError {
  /** One line a problem, each beginning with the value's path. */
  get problems(): string[] {
    return this.what.split("\n");
  }
}

/** `helm lint` found something. `what` holds its findings, one a line. */
export class HelmLintError extends HelmError {}

const noise = /^(Use --debug flag|level=|time=|WARNING:|coalesce\.go:|Error: \d+ chart\(s\) linted|\s*$)/;
const refusal = /^execution error at \(([^)]+)\): ([\s\S]*)$/;
const misfit = /^values don't meet the specifications of the schema\(s\)[^\n]*\n([\s\S]*)$/;

/**
 * Turns what helm printed into an error.
 * @param stderr helm's stderr
 * @param command the command line
 * @param where the chart's folder or archive
 * @param cause the failed process
 */
export function helmError(stderr: string, command: string, where: string, cause: unknown): HelmError {
  const lines = stderr.split("\n").filter((line) => !noise.test(line));
  const message = lines
    .join("\n")
    .replace(/^Error: /, "")
    .trim();
  const rest = { command, output: stderr, cause };
  const refused = refusal.exec(message);
  if (refused) {
    const [, place = where, words = ""] = refused;
    return new HelmValidationError({
      ...rest,
      what: words,
      where: place,
      hint: "Change the value that the message names.",
    });
  }
  const unfit = misfit.exec(message);
  if (unfit) {
    const what = schemaProblems(unfit[1] ?? "").join("\n");
    return new HelmSchemaError({ ...rest, what, where, hint: "The chart's values.yaml describes each value." });
  }
  const what = message || "helm failed and said nothing.";
  return new HelmError({ ...rest, what, where, hint: "Try the command by hand, with --debug for more." });
}

/** helm prints the chart's name, then `- at '/a/0/b': problem` (helm 4) or `- a.0.b: problem` (helm 3). */
function schemaProblems(text: string): string[] {
  const bullets = text.split("\n").filter((line) => /^\s*- /.test(line));
  return bullets.map((line) => {
    const problem = line.replace(/^\s*- /, "");
    return problem.replace(/^at '([^']*)'/, (_, pointer: string) => valuePath(pointer));
  });
}

/** `/ladder/0/name` -> `ladder[0].name`: the way in which people write a value's path. */
function valuePath(pointer: string): string {
  const steps = pointer.split("/").slice(1);
  const path = steps.map((step) => (/^\d+$/.test(step) ? `[${step}]` : `.${step}`)).join("");
  return path.replace(/^\./, "") || "values";
}
