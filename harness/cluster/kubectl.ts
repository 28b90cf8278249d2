import { runTool } from "../core/index.ts";
import { fetchedTool } from "../tools/index.ts";

/** A cluster that kubectl and helm can talk to. */
export interface ClusterAccess {
  /** Path of a kubeconfig that names this cluster alone. */
  readonly kubeconfig: string;
}

/**
 * Runs kubectl.
 * @param args its arguments
 * @param input text for its standard input, such as a manifest for `-f -`
 * @returns its stdout
 * @throws ToolError when it fails
 */
export async function kubectl(cluster: ClusterAccess, args: readonly string[], input?: string): Promise<string> {
  const title = `kubectl ${args[0]}`;
  const hint = "Look at the cluster; `npm run e2e -- --keep` leaves it up.";
  return runTool(await fetchedTool("kubectl"), ["--kubeconfig", cluster.kubeconfig, ...args], { title, hint, input });
}

/** Runs kubectl for objects as JSON. */
export async function kubectlJson<T>(cluster: ClusterAccess, args: readonly string[]): Promise<T> {
  return JSON.parse(await kubectl(cluster, [...args, "--output", "json"])) as T;
}

/** Applies objects; those that are there already are made like these. */
export async function applyObjects(cluster: ClusterAccess, items: readonly object[]): Promise<void> {
  const list = { apiVersion: "v1", kind: "List", items };
  await kubectl(cluster, ["apply", "--filename", "-"], JSON.stringify(list));
}

/** Makes a namespace that takes only pods of the `restricted` standard. */
export async function makeNamespace(cluster: ClusterAccess, name: string): Promise<void> {
  const labels = { "pod-security.kubernetes.io/enforce": "restricted" };
  await applyObjects(cluster, [{ apiVersion: "v1", kind: "Namespace", metadata: { name, labels } }]);
}
