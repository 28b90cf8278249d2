/** Installs the recipes of values-examples that a cluster with nothing else in it can take. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { load } from "js-yaml";
import type { Values } from "../chart/index.ts";
import { applyMonitoringKinds, applyObjects } from "../cluster/index.ts";
import { projectRoot } from "../core/index.ts";
import type { Context } from "./context.ts";
import { inOwnRelease } from "./own-release.ts";

interface OnNode {
  readonly hostPath: { readonly path: string };
}

/** What a recipe says that its reader has. */
type Prepare = (context: Context, namespace: string, values: Values) => Promise<void>;

const nothing: Prepare = async () => {};

/** The Prometheus operator's kinds. */
const operator: Prepare = ({ cluster }) => applyMonitoringKinds(cluster);

/** Folders of the node that the pods' user may write. */
const folders: Prepare = async ({ cluster }, _, values) => {
  const { storage, vod } = values as { storage: { shared: OnNode }; vod: OnNode };
  await cluster.makeWritableFolders([storage.shared.hostPath.path, vod.hostPath.path]);
};

/** The Secret of keys that sign links. */
const playbackKeys: Prepare = async ({ cluster }, namespace) => {
  const metadata = { name: "playback", namespace };
  const stringData = { keys: "a-key-that-signs-links-of-the-recipe" };
  await applyObjects(cluster, [{ apiVersion: "v1", kind: "Secret", metadata, stringData }]);
};

/** The others need NFS, an Ingress controller, a registry, or more than the two cores of a small machine. */
const recipes: Readonly<Record<string, Prepare>> = {
  minimal: nothing,
  "copy-only": nothing,
  "low-latency": nothing,
  speed: nothing,
  "air-gapped": nothing,
  monitoring: operator,
  "single-node": folders,
  "signed-playback": playbackKeys,
};

/**
 * The node has the image, whatever registry a recipe names; and the default ladder leaves no core to the test's pod.
 */
const small = ["image.registry=", "global.imageRegistry=", "ingest.resources.requests.cpu=50m"].flatMap((value) => [
  "--set-string",
  value,
]);

/**
 * Installs the chart with each of those recipes, runs `helm test` and uninstalls.
 * @throws HarnessError at the first thing that fails
 */
export async function installRecipes(context: Context): Promise<void> {
  const { cluster, phases, release } = context;
  for (const [name, prepare] of Object.entries(recipes)) {
    const file = join(projectRoot, "values-examples", `${name}.yaml`);
    await phases.run(`values-examples/${name}.yaml`, () =>
      inOwnRelease(cluster, { chart: release.chart, file }, async (own) => {
        await prepare(context, own.name, load(await readFile(file, "utf8")) as Values);
        await own.install(release, file, small);
        await own.test();
      }),
    );
  }
}
