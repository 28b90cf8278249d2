import { readdirSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { template } from "../../harness/chart/index.ts";
import { chartFolder, projectRoot } from "../../harness/core/index.ts";
import { testConfiguration } from "../../harness/verify/index.ts";

const examples = join(projectRoot, "values-examples");
const files = readdirSync(examples).filter((name) => name.endsWith(".yaml"));
const cases: [string, string[]][] = [
  ["the defaults", []],
  ...files.map((name): [string, string[]] => [name, [join(examples, name)]]),
];

describe.concurrent("nginx takes the unmodified configurations of", () => {
  test.each(cases)("%s", async (_, values) => {
    const manifests = await template(chartFolder, { values });
    for (const tier of ["ingest", "delivery"] as const) {
      expect(await testConfiguration(manifests, tier)).toEqual({ ok: true, output: "" });
    }
  });
});

test("nginx refuses a configuration with a directive that it does not know, and says where", async () => {
  const set = ["ingest.snippets.live=no_such_directive on;"];
  const manifests = await template(chartFolder, { set });
  const verdict = await testConfiguration(manifests, "ingest");
  expect(verdict.ok).toBe(false);
  expect(verdict.output).toMatch(/unknown directive "no_such_directive" in .*ingest.conf:\d+/);
});

test("snippets reach the place that their name says", async () => {
  const place = (name: string, line: string): string => `${name}=${line};`;
  const set = [
    place("ingest.snippets.main", "worker_priority 1"),
    place("ingest.snippets.rtmp", "busy on"),
    place("ingest.snippets.live", "meta copy"),
    place("ingest.snippets.show", "hls_sync 3ms"),
    place("ingest.snippets.http", "keepalive_requests 7"),
    place("ingest.snippets.server", "if_modified_since off"),
    place("delivery.snippets.main", "worker_priority 1"),
    place("delivery.snippets.http", "keepalive_disable none"),
    place("delivery.snippets.server", "if_modified_since off"),
  ];
  const manifests = await template(chartFolder, { set });
  for (const tier of ["ingest", "delivery"] as const) {
    expect(await testConfiguration(manifests, tier)).toEqual({ ok: true, output: "" });
  }
});

test("snippets that the schema gives as examples are taken, all at once", async () => {
  const schema = JSON.parse(await readFile(join(chartFolder, "values.schema.json"), "utf8"));
  for (const tier of ["ingest", "delivery"] as const) {
    const hooks = schema.properties[tier].properties.snippets.properties as Record<string, { examples: string[] }>;
    const snippets = Object.fromEntries(
      Object.entries(hooks).map(([name, { examples }]) => [name, examples.join("\n")]),
    );
    const manifests = await template(chartFolder, { inline: { [tier]: { snippets } } });
    expect(await testConfiguration(manifests, tier)).toEqual({ ok: true, output: "" });
  }
});
