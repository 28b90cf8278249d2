import { readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { type Tier, tierFiles } from "../../harness/chart/index.ts";
import { projectRoot } from "../../harness/core/index.ts";
import { only, type Rendered, render, renderFile } from "../render/rendered.ts";
import { image, runPod } from "./pod.ts";

const examples = join(projectRoot, "values-examples");

interface Configuration {
  readonly tier: Tier;
  readonly rendered: Rendered;
  /** The values that it comes from. */
  readonly sources: string[];
}

/** The configurations of all examples, each text once. */
async function distinctConfigurations(): Promise<Configuration[]> {
  const files = readdirSync(examples).filter((name) => name.endsWith(".yaml"));
  const releases = await Promise.all([
    render().then((rendered) => ({ source: "the defaults", rendered })),
    ...files.map(async (source) => ({ source, rendered: await renderFile(join(examples, source)) })),
  ]);
  const distinct = new Map<string, Configuration>();
  for (const { source, rendered } of releases) {
    for (const tier of ["ingest", "delivery"] as const) {
      const text = JSON.stringify(tierFiles(rendered.manifests, tier));
      const known = distinct.get(text) ?? { tier, rendered, sources: [] };
      known.sources.push(source);
      distinct.set(text, known);
    }
  }
  return [...distinct.values()];
}

/** `nginx -t` in the tier's pod. */
function testInPod(rendered: Rendered, tier: Tier): Promise<{ ok: boolean; log: string }> {
  const [, script = ""] = only(rendered[tier].template.spec.containers).command;
  const file = script.replace(/-start\.sh$/, ".conf");
  const hosts = Object.fromEntries(rendered.names("Service").map((name) => [name, "127.0.0.1"]));
  return runPod(rendered, tier, { command: ["nginx", "-e", "stderr", "-t", "-c", file], hosts });
}

const configurations = image ? await distinctConfigurations() : [];

// Without Docker there is nothing to count, and a describe without a test would fail.
test.skipIf(!image)("every example is tested in the image", () => {
  expect(configurations.flatMap(({ sources }) => sources)).toContain("nfs-nodeports.yaml");
});

describe.concurrent("nginx of the image, in a pod's confinement, takes the configuration of", () => {
  for (const { tier, rendered, sources } of configurations) {
    test(`${tier} with ${sources.join(", ")}`, async () => {
      const { ok, log } = await testInPod(rendered, tier);
      expect(log.trim().split("\n").slice(-1)[0]).toMatch(/test is successful$/);
      expect(log).not.toMatch(/\[(warn|error|crit|alert|emerg)\]/);
      expect(ok).toBe(true);
    });
  }
});

test.skipIf(!image)("nginx of the image refuses a directive that it does not know", async () => {
  const rendered = await render({ ingest: { snippets: { live: "no_such_directive on;" } } });
  const { ok, log } = await testInPod(rendered, "ingest");
  expect(ok).toBe(false);
  expect(log).toMatch(/unknown directive "no_such_directive" in .*ingest.conf:\d+/);
});
