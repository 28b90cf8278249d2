import fc from "fast-check";
import { expect, test } from "vitest";
import {
  HelmError,
  HelmSchemaError,
  HelmValidationError,
  ingestSettings,
  type Manifest,
  template,
  tierFiles,
} from "../../harness/chart/index.ts";
import { chartFolder } from "../../harness/core/index.ts";
import { outline, parseConfiguration } from "../../harness/verify/index.ts";
import { parameters, refusedPaths, related, seed } from "./fuzzing.ts";
import { dotted, leavesOf, nested, type Path, resolved, type Schema, typesOf } from "./schema.ts";
import { drawValue } from "./valid-values.ts";

const attempts = [
  "; return 200 x",
  ";",
  "}",
  "} http {",
  "\n",
  "\r\nevil on;",
  " two words",
  "\t-vf",
  "$name",
  "$" + "{name}",
  '"',
  "'",
  "`id`",
  "$(id)",
  "\\",
  "#",
  "/../../etc",
  "..",
  "{{ .Release.Name }}",
  "\u0000",
  "%0a",
  "*/",
] as const;

interface Target {
  readonly path: Path;
  readonly schema: Schema;
}

/** Every text value, those inside lists and renditions too. Snippets are made to hold lines of configuration. */
const targets: readonly Target[] = leavesOf()
  .filter(({ path }) => !/\.snippets\.|^extraObjects$/.test(dotted(path)))
  .flatMap(({ path, schema }) => textsOf(schema, path));

function textsOf(reference: Schema, path: Path): Target[] {
  const schema = resolved(reference);
  if (typesOf(schema).includes("string") || schema.enum?.some((value) => typeof value === "string"))
    return [{ path, schema }];
  if (schema.anyOf) return schema.anyOf.flatMap((option) => textsOf(option, path));
  if (schema.items) return textsOf(schema.items, [...path, "[]"]);
  return Object.entries(schema.properties ?? {}).flatMap(([name, property]) => textsOf(property, [...path, name]));
}

/** A text that begins or ends as the schema wants, with an attempt in it. */
const injected = fc.constantFrom(...targets).chain((target) =>
  fc
    .tuple(
      drawValue(target.schema, target.path).filter((value) => typeof value === "string"),
      fc.constantFrom(...attempts),
      fc.integer({ min: 0, max: 2 }),
    )
    .map(([value, attempt, place]) => {
      const text = String(value);
      const places = [attempt + text, text + attempt, text.slice(0, 1) + attempt + text.slice(1)];
      return { path: target.path, text: places[place] ?? attempt };
    }),
);

test(`no text adds a directive, an argument or a line of its own (seed ${seed})`, async () => {
  const plain = shapeOf(await template(chartFolder));
  await fc.assert(
    fc.asyncProperty(injected, async ({ path, text }) => {
      const manifests = await renderWith(path, text);
      // What is let through stands in a manifest, and not in what nginx, the shell or ffmpeg read.
      if (manifests) expect(shapeOf(manifests), `${dotted(path)} = ${JSON.stringify(text)}`).toEqual(plain);
    }),
    parameters(160),
  );
});

/** The objects, or undefined when the text is refused in words that name the value. */
async function renderWith(path: Path, text: string): Promise<Manifest[] | undefined> {
  try {
    return await template(chartFolder, { inline: atPath(path, text) });
  } catch (error) {
    expect(error, `${dotted(path)} = ${JSON.stringify(text)}`).toBeInstanceOf(HelmError);
    const { what } = error as HelmError;
    expect(error instanceof HelmSchemaError || error instanceof HelmValidationError, what).toBe(true);
    const known = dotted(path.slice(0, path.includes("[]") ? path.indexOf("[]") : path.length));
    const named =
      error instanceof HelmSchemaError ? error.problems.map((line) => line.split(": ")[0] ?? "") : refusedPaths(what);
    expect(
      named.some((name) => related(name, known)),
      what,
    ).toBe(true);
    expect(what).not.toMatch(/goroutine|panic:|runtime error/);
    return undefined;
  }
}

/** A text at a path; where the path goes through a list, in its first entry, beside what that entry needs. */
function atPath(path: Path, text: string): Record<string, unknown> {
  const list = path.indexOf("[]");
  if (list < 0) return nested(path, text);
  const rest = path.slice(list + 1);
  const needed = path[0] === "ladder" ? { name: "one", width: 640, videoBitrate: "700k", audioBitrate: "96k" } : {};
  const entry = rest.length === 0 ? text : { ...needed, ...nested(rest, text) };
  return nested(path.slice(0, list), [entry]);
}

/**
 * What must stay the same: the directives with the number of their arguments, the scripts' lines, the handlers'
 * settings.
 */
function shapeOf(manifests: readonly Manifest[]): unknown {
  const tiers = (["ingest", "delivery"] as const).map((tier) => {
    const files = tierFiles(manifests, tier);
    const script = files[`${tier}-start.sh`] ?? "";
    return {
      outline: outline(parseConfiguration(files[`${tier}.conf`] ?? "")),
      script: script.split("\n").map((line) => line.split(/\s+/).length),
    };
  });
  return { tiers, settings: Object.keys(ingestSettings(manifests)) };
}
