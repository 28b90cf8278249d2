import { Ajv } from "ajv";
import { describe, expect, it } from "vitest";
import { valuesJsonSchema } from "../../../../harness/chart/values/json-schema.ts";
import type { ValueSchema } from "../../../../harness/chart/values/source.ts";

const source: ValueSchema = {
  properties: {
    enabled: { type: "boolean" },
    global: { additionalProperties: true, properties: { registry: { type: "string", default: "" } } },
    service: {
      description: "The Service.",
      properties: {
        type: { type: "string", default: "ClusterIP" },
        port: { $ref: "#/definitions/port", default: 80 },
        nodePort: { $ref: "#/definitions/maybePort", default: null },
      },
    },
    probe: {
      type: "object",
      properties: { seconds: { type: "integer" } },
      default: { seconds: 1 },
      defaultInWords: "a second",
    },
  },
  definitions: { port: { type: "integer" }, maybePort: { type: ["integer", "null"] } },
};
const schema = JSON.parse(valuesJsonSchema(source));
const admits = new Ajv({ strict: false }).compile(schema);
const service = { type: "ClusterIP", port: 80 };

describe("a group of values", () => {
  it.each<[string, object]>([
    ["all of it", { service, probe: {} }],
    ["what may be null, as null", { service: { ...service, nodePort: null }, probe: {} }],
    ["a value without a default", { enabled: true, service, probe: {} }],
    ["a shared group with more in it", { global: { theirs: 1 }, service, probe: {} }],
    ["fields inside of a value that the schema does not name", { service, probe: { other: 1 } }],
  ])("admits %s", (_, values) => {
    expect(admits(values)).toBe(true);
  });

  it.each<[string, object]>([
    ["a field that it does not name", { service: { ...service, prot: 80 }, probe: {} }],
    ["a group that it does not name", { service, probe: {}, other: {} }],
    ["that a value is missing", { service: { type: "ClusterIP" }, probe: {} }],
    ["that a group is missing", { probe: {} }],
    ["a group that is none", { service: "ClusterIP", probe: {} }],
  ])("refuses %s", (_, values) => {
    expect(admits(values)).toBe(false);
  });
});

it("keeps descriptions and defaults, and what is for the README alone is left out", () => {
  expect(schema.properties.service.description).toBe("The Service.");
  expect(schema.properties.probe).toEqual({
    type: "object",
    properties: { seconds: { type: "integer" } },
    default: { seconds: 1 },
  });
});
