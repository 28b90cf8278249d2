/** The Prometheus operator's kinds, for a cluster that has none: they are files of its Go module (tools/monitoring). */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { projectRoot } from "../core/index.ts";
import { cacheFolder, locateGo, runGo } from "../tools/index.ts";
import { type ClusterAccess, kubectl } from "./kubectl.ts";

const operator = "github.com/prometheus-operator/prometheus-operator";
const folder = "example/prometheus-operator-crd";

/** The kinds that the chart makes objects of. */
const kinds = ["servicemonitors", "prometheusrules"];

/**
 * Makes the operator's kinds known to a cluster. The API server checks what is made of them, as a real one does.
 * @throws ToolError when there is no Go, the module cannot be had, or the cluster does not take them
 */
export async function applyMonitoringKinds(cluster: ClusterAccess): Promise<void> {
  for (const file of await definitions()) {
    await kubectl(cluster, ["apply", "--server-side", "--filename", file]);
    await kubectl(cluster, ["wait", "--for=condition=Established", "--timeout=60s", "--filename", file]);
  }
}

/** Paths of the CustomResourceDefinitions of the kinds that the chart's `monitoring` makes objects of. */
async function definitions(): Promise<string[]> {
  const module = join(projectRoot, "tools/monitoring");
  const go = await locateGo(await readFile(join(module, "go.mod"), "utf8"), { cache: cacheFolder() });
  const { Dir } = JSON.parse(await runGo(go, ["mod", "download", "-json", operator], module)) as { Dir: string };
  return kinds.map((kind) => join(Dir, folder, `monitoring.coreos.com_${kind}.yaml`));
}
