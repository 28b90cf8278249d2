import { load } from "js-yaml";
import { expect, it } from "vitest";
import type { ValueSchema } from "../../../../harness/chart/values/source.ts";
import { valuesFile } from "../../../../harness/chart/values/values-file.ts";

const value = (more: ValueSchema): ValueSchema => ({ description: "Words.", ...more });
/** Without the file's own first lines. */
const written = (properties: Record<string, ValueSchema>, definitions: Record<string, ValueSchema> = {}): string =>
  valuesFile({ properties, definitions }).replace(/^(#.*\n)*\n/, "");

it("a value stands below its description, and blank lines set groups off", () => {
  const service = {
    description: "A Service.",
    properties: { type: value({ default: "ClusterIP" }), port: value({ default: 80 }) },
  };
  const tier = {
    description: "A tier.",
    properties: { replicas: value({ default: 1 }), service, log: value({ default: true }) },
  };
  expect(written({ name: value({ default: "" }), other: value({ default: "a" }), tier })).toBe(
    [
      "# -- Words.",
      'name: ""',
      "# -- Words.",
      "other: a",
      "",
      "# A tier.",
      "tier:",
      "  # -- Words.",
      "  replicas: 1",
      "",
      "  # A Service.",
      "  service:",
      "    # -- Words.",
      "    type: ClusterIP",
      "    # -- Words.",
      "    port: 80",
      "",
      "  # -- Words.",
      "  log: true",
      "",
    ].join("\n"),
  );
});

it("a value without a default is left out", () => {
  expect(written({ old: value({ type: "string" }), name: value({ default: "a" }) })).toBe("# -- Words.\nname: a\n");
});

it("a long description is broken at 120 columns", () => {
  const lines = written({
    group: { properties: { name: value({ description: "word ".repeat(60).trim(), default: 1 }) } },
  });
  expect(Math.max(...lines.split("\n").map(({ length }) => length))).toBeLessThanOrEqual(120);
  expect(lines).toMatch(/^ {2}# -- word.*\n {2}# word/m);
});

it.each<[ValueSchema, string]>([
  [{ type: ["integer", "null"] }, "(int) Words."],
  [{ type: ["number", "null"] }, "(float) Words."],
  [{ type: ["string", "null"] }, "(string) Words."],
  [{ $ref: "#/definitions/port" }, "(int) Words."],
])("a default of null is told with its type: %j", (schema, told) => {
  const definitions = { port: { type: ["integer", "null"] } };
  expect(written({ name: value({ ...schema, default: null }) }, definitions)).toBe(`# -- ${told}\nname: null\n`);
});

it("a default is told in words where there are some", () => {
  expect(written({ list: value({ default: [{ a: 1 }], defaultInWords: "one" }) })).toBe(
    "# -- Words.\n# @default -- one\nlist:\n  - a: 1\n",
  );
});

it.each<[unknown, string[]]>([
  [["a", "*"], ['value: [a, "*"]']],
  [[], ["value: []"]],
  [{}, ["value: {}"]],
  ["1", ['value: "1"']],
  ["", ['value: ""']],
  [{ drop: ["ALL"], cpu: "1" }, ["value:", "  drop: [ALL]", '  cpu: "1"']],
  [[{ path: "/", kind: "Prefix" }], ["value:", "  - path: /", "    kind: Prefix"]],
])("%j is written as people write it, and read back the same", (content, lines) => {
  const text = written({ value: value({ default: content }) });
  expect(text.trimEnd().split("\n").slice(1)).toEqual(lines);
  expect(load(text)).toEqual({ value: content });
});
