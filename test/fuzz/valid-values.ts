import fc from "fast-check";
import { dotted, type Leaf, leavesOf, type Path, resolved, type Schema, typesOf } from "./schema.ts";

/** A value at a path. */
export interface Setting {
  readonly path: Path;
  readonly value: unknown;
}

/**
 * Values that are not drawn: what Kubernetes defines and the chart passes on, lines of nginx configuration, a folder
 * that must have nginx's modules, and what only a parent chart sets.
 */
const notDrawn =
  /^(enabled|extraObjects|runtime\.paths\.modules|(ingest|delivery)\.(affinity|tolerations|topologySpreadConstraints|extraEnv|extraVolumes|extraVolumeMounts|podSecurityContext|securityContext|resources|snippets\..*|\w+Probe\..*|\w+Probe)|delivery\.(autoscaling\.behavior|ingress\.tls))$/;

/** Every value that is drawn. */
export const drawnLeaves: readonly Leaf[] = leavesOf().filter(({ path }) => !notDrawn.test(dotted(path)));

/** A few settings, each of which the schema allows. */
export const validSettings: fc.Arbitrary<Setting[]> = fc
  .uniqueArray(fc.constantFrom(...drawnLeaves), { minLength: 1, maxLength: 8 })
  .chain((leaves) =>
    fc.tuple(...leaves.map(({ path, schema }) => drawValue(schema, path).map((value) => ({ path, value })))),
  );

/** A value that a schema allows. */
export function drawValue(reference: Schema, path: Path): fc.Arbitrary<unknown> {
  if (dotted(path) === "ladder") return ladder;
  if (dotted(path).startsWith("runtime.paths.")) return folder;
  const schema = resolved(reference);
  if (schema.enum) return fc.constantFrom(...schema.enum);
  if (schema.anyOf)
    return fc.oneof(
      ...schema.anyOf.map((option) => drawValue({ ...schema, anyOf: undefined, ...resolved(option) } as Schema, path)),
    );
  const options = typesOf(schema).map((type) => drawType(type, schema, path));
  return options.length > 0 ? fc.oneof(...options) : fc.constant({});
}

function drawType(type: string, schema: Schema, path: Path): fc.Arbitrary<unknown> {
  switch (type) {
    case "null":
      return fc.constant(null);
    case "boolean":
      return fc.boolean();
    case "string":
      return text(schema);
    case "integer":
    case "number":
      return number(schema);
    case "array": {
      const lengths = { minLength: schema.minItems ?? 0, maxLength: Math.min(schema.maxItems ?? 2, 2) };
      return fc.array(drawValue(schema.items ?? {}, [...path, "[]"]), lengths);
    }
    default:
      return object(schema, path);
  }
}

function number({ minimum = 0, maximum = 100, multipleOf: step = 1 }: Schema): fc.Arbitrary<number> {
  const count = { min: Math.ceil(minimum / step), max: Math.floor(maximum / step) };
  return fc.integer(count).map((n) => n * step);
}

function text({ pattern, minLength = 0, maxLength = 200 }: Schema): fc.Arbitrary<string> {
  const drawn =
    pattern === undefined ? fc.stringMatching(/^[a-z][a-z0-9-]{0,10}$/) : fc.stringMatching(new RegExp(pattern));
  return drawn.filter((value) => value.length >= minLength && value.length <= maxLength);
}

function object({ properties, additionalProperties, ...schema }: Schema, path: Path): fc.Arbitrary<unknown> {
  if (properties) {
    const fields = Object.entries(properties).map(
      ([name, property]) => [name, drawValue(property, [...path, name])] as const,
    );
    return fc.record(Object.fromEntries(fields), { requiredKeys: (schema as { required?: string[] }).required ?? [] });
  }
  if (typeof additionalProperties !== "object") return fc.constant({});
  return fc.dictionary(fc.stringMatching(/^[a-z]{1,8}$/), drawValue(additionalProperties, [...path, "*"]), {
    maxKeys: 2,
  });
}

/** nginx tests need a top folder that is there. */
const folder = fc.stringMatching(/^\/(srv|opt|var)(\/[a-z0-9_-][a-z0-9._-]{0,8}){1,3}$/);

const bitrate = fc.integer({ min: 16, max: 20_000 }).map((kilobits) => `${kilobits}k`);
const side = fc.integer({ min: 8, max: 1920 }).map((half) => half * 2);
const size = fc.oneof(fc.record({ width: side }), fc.record({ height: side }));
const coding = fc.record(
  {
    videoBitrate: bitrate,
    audioBitrate: bitrate,
    preset: fc.constantFrom("ultrafast", "medium"),
    tune: fc.constantFrom("", "film"),
    profile: fc.constantFrom("baseline", "high"),
    upscale: fc.boolean(),
  },
  { requiredKeys: ["videoBitrate", "audioBitrate"] },
);
const encoded = fc.tuple(size, coding).map(([dimensions, rest]) => ({ ...dimensions, ...rest }));
const copied = bitrate.map((maxBitrate) => ({ copy: true, maxBitrate }));
const name = fc.stringMatching(/^[A-Za-z0-9_-]{1,16}$/);

/** The schema ties fields of a rendition to each other, which drawing field by field would rarely meet. */
const ladder = fc
  .tuple(fc.array(fc.tuple(name, encoded), { maxLength: 4 }), fc.option(fc.tuple(name, copied), { nil: undefined }))
  .map(([renditions, copy]) =>
    copy || renditions.length === 0
      ? [...renditions, copy ?? (["src", { copy: true, maxBitrate: "800k" }] as const)]
      : renditions,
  )
  .map((renditions) => renditions.map(([own, rest]) => ({ name: own, ...rest })));
