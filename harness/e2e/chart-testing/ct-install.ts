/** `ct install` on a cluster that runs. */
import { template } from "../../chart/index.ts";
import { type KindCluster, kubectl, makeNamespace } from "../../cluster/index.ts";
import { ensureReleasedImage } from "../../releasing/index.ts";
import { type CtResult, ct } from "./ct.ts";
import type { Candidate } from "./repository.ts";

/** ct's own namespaces enforce nothing. */
const namespace = "ct";

/**
 * Runs `ct install` in a namespace that takes only pods of the `restricted` standard. Nothing tells it an image: the
 * node has each chart's image under the chart's own name for it, as a user's registry has.
 * @param image the present chart's, `repository:tag` of this machine's Docker
 * @throws CtError when something does not install, upgrade, pass `helm test` or uninstall; or when ct tests no chart
 */
export async function ctInstall(cluster: KindCluster, subject: Candidate, image: string): Promise<CtResult> {
  const { chart, released } = subject;
  await nameImage(cluster, chart, image);
  if (released) await nameImage(cluster, released.archive, (await ensureReleasedImage(released)).name);
  await makeNamespace(cluster, namespace);
  const result = await ct("install", subject, ["--namespace", namespace], cluster.kubeconfig);
  await kubectl(cluster, ["delete", "namespace", namespace, "--timeout", "120s"]);
  return result;
}

/** Puts an image on the node under the name that a chart has for it. */
async function nameImage(cluster: KindCluster, chart: string, image: string): Promise<void> {
  const text = JSON.stringify(await template(chart));
  const names = new Set([...text.matchAll(/"image":"([^"]+)"/g)].map(([, name = ""]) => name));
  for (const name of names) await cluster.loadImageAs(image, name);
}
