/** The Prometheus operator's kinds, for a cluster that has none: they are files of its Go module (tools/monitoring). */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { locateGo, runGo } from "./go-tools.ts";
import { projectRoot } from "./project.ts";
import { cacheFolder } from "./tools.ts";

const operator = "github.com/prometheus-operator/prometheus-operator";
const folder = "example/prometheus-operator-crd";

/** The kinds that the chart makes objects of. */
const kinds = ["servicemonitors", "prometheusrules"];

/**
 * Fetches the definitions of the kinds that the chart's `monitoring` makes objects of.
 * @returns paths of the CustomResourceDefinitions
 * @throws ToolError when there is no Go, or the module cannot be had
 */
export async function monitoringKinds(): Promise<string[]> {
  const module = join(projectRoot, "tools/monitoring");
  const go = await locateGo(await readFile(join(module, "go.mod"), "utf8"), { cache: cacheFolder() });
  const { Dir } = JSON.parse(await runGo(go, ["mod", "download", "-json", operator], module)) as { Dir: string };
  return kinds.map((kind) => join(Dir, folder, `monitoring.coreos.com_${kind}.yaml`));
}
