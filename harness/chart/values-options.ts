/** The options of commands that take values as helm does. */
import { InvalidArgumentError, Option } from "@commander-js/extra-typings";
import { parseInputFile, repeated } from "../core/index.ts";

/** `-f FILE`, as often as wanted. */
export const valuesFilesOption = new Option("-f, --values <file>", "values file, as helm takes it; may be repeated")
  .argParser(repeated(parseValuesFile))
  .default([]);

/** `--set KEY=VALUE`, as often as wanted. */
export const setOption = new Option("--set <key=value>", "value, as helm takes it; may be repeated")
  .argParser(repeated(parseAssignment))
  .default([]);

/** helm reads addresses as well. */
function parseValuesFile(value: string): string {
  return /^[a-z][a-z0-9+.-]*:\/\//i.test(value) ? value : parseInputFile(value);
}

function parseAssignment(value: string): string {
  if (/^[^=]+=/.test(value)) return value;
  throw new InvalidArgumentError("It must be KEY=VALUE, such as delivery.replicas=3.");
}
