import { readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { HelmSchemaError, type Manifest, template, type Values } from "../../harness/chart/index.ts";
import { chartFolder, projectRoot } from "../../harness/core/index.ts";
import { releasedFolder } from "../../harness/releasing/index.ts";
import { immutableChanges } from "../../harness/verify/index.ts";

const released = readdirSync(releasedFolder).filter((file) => file.endsWith(".tgz"));
const folder = join(projectRoot, "values-examples");
const examples = readdirSync(folder).filter((file) => file.endsWith(".yaml"));

it("there is a release to upgrade from", () => {
  expect(released).not.toEqual([]);
});

describe.concurrent.each(released)("an upgrade from %s", (archive) => {
  it.each(examples)("goes through with %s", async (example) => {
    const values = [join(folder, example)];
    const before = await template(join(releasedFolder, archive), { values }).catch((error: unknown) => {
      // The example came after the release.
      if (error instanceof HelmSchemaError) return [];
      throw error;
    });
    expect(immutableChanges(before, await template(chartFolder, { values, isUpgrade: true }))).toEqual([]);
  });
});

describe("an upgrade does not go through", () => {
  const object = (kind: string, spec: Values): Manifest => ({ apiVersion: "v1", kind, metadata: { name: "a" }, spec });

  it.each<[string, string, Values, Values]>([
    ["with another selector", "Deployment", { selector: { matchLabels: { a: "b" } } }, { selector: {} }],
    ["with another headless Service", "StatefulSet", { serviceName: "a" }, { serviceName: "b" }],
    ["with a claim more", "StatefulSet", {}, { volumeClaimTemplates: [{ metadata: { name: "media" } }] }],
    ["with another way to start pods", "StatefulSet", { podManagementPolicy: "Parallel" }, {}],
    ["with an address that comes or goes", "Service", { clusterIP: "None" }, {}],
    ["with another class of a claim", "PersistentVolumeClaim", { storageClassName: "a" }, { storageClassName: "b" }],
    ["with another source of a volume", "PersistentVolume", { nfs: { server: "a" } }, { nfs: { server: "b" } }],
  ])("%s", (_, kind, before, after) => {
    expect(immutableChanges([object(kind, before)], [object(kind, after)])).toHaveLength(1);
  });

  it("without a claim that was there", () => {
    expect(immutableChanges([object("PersistentVolumeClaim", {})], [])).toEqual([
      "PersistentVolumeClaim/a would be gone",
    ]);
  });

  it("unless what changes may change", () => {
    const sizes = ["1Gi", "2Gi"].map((storage) =>
      object("PersistentVolumeClaim", { resources: { requests: { storage } } }),
    );
    const replicas = [1, 2].map((number) => object("StatefulSet", { replicas: number }));
    expect(immutableChanges(sizes.slice(0, 1), sizes.slice(1))).toEqual([]);
    expect(immutableChanges(replicas.slice(0, 1), replicas.slice(1))).toEqual([]);
  });
});
