import { Ajv } from "ajv";
import fc from "fast-check";
import { expect, test } from "vitest";
import { HelmSchemaError, templateText } from "../../harness/chart/index.ts";
import { chartFolder } from "../../harness/core/index.ts";
import { parameters, seed } from "./fuzzing.ts";
import { dotted, leavesOf, nested, type Path, valuesSchema } from "./schema.ts";

const ajv = new Ajv({ strict: false });
const wrongValues = [null, true, -1, 1.37, 10 ** 9, "", "x y", "~", [], ["x", "x"], {}, { surprise: 1 }] as const;

/** A value at a leaf that its schema does not allow. */
const wrongValue = fc.constantFrom(...leavesOf()).chain(({ path, schema }) => {
  const allows = ajv.compile({ ...schema, definitions: valuesSchema.definitions });
  // Helm drops a null, and what a parent chart shares may be missing.
  const wrong = wrongValues.filter((value) => !allows(value) && !(value === null && path[0] === "global"));
  return wrong.length === 0
    ? misspelt(path)
    : fc.constantFrom(...wrong).map((value) => ({ path, value: value as unknown }));
});

/** A key that the chart does not know, beside one that it does. */
function misspelt(path: Path): fc.Arbitrary<{ path: Path; value: unknown }> {
  const name = path.at(-1) ?? "";
  return fc
    .constantFrom(`${name}s`, `${name}_`, `x${name}`)
    .map((wrong) => ({ path: [...path.slice(0, -1), wrong], value: 1 }));
}

/** Those of `global` are shared with other charts, which know keys of their own. */
const misspeltKey = fc
  .constantFrom(...leavesOf().filter(({ path }) => path[0] !== "global"))
  .chain(({ path }) => misspelt(path));

test(`what the schema does not allow is refused, and the message names the value (seed ${seed})`, async () => {
  await fc.assert(
    fc.asyncProperty(fc.oneof(wrongValue, misspeltKey), async ({ path, value }) => {
      const error = await templateText(chartFolder, { inline: nested(path, value) }).then(
        () => undefined,
        (reason: unknown) => reason,
      );
      expect(error, `${dotted(path)} = ${JSON.stringify(value)} was rendered`).toBeInstanceOf(HelmSchemaError);
      const { problems, what } = error as HelmSchemaError;
      expect(
        problems.some((problem) => names(problem, path)),
        what,
      ).toBe(true);
      expect(what).not.toMatch(/goroutine|panic:|runtime error|\.go:\d+/);
    }),
    parameters(220),
  );
});

/** Whether a problem is told of a value: by its path, or by its parent's path and its own name. */
function names(problem: string, path: Path): boolean {
  const name = path.at(-1) ?? "";
  const parent = dotted(path.slice(0, -1));
  return problem.startsWith(dotted(path)) || (problem.startsWith(parent || "values") && problem.includes(`'${name}'`));
}
