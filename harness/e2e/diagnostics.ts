import { cp, mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import type { KindCluster } from "../cluster/index.ts";
import { fetchedTool } from "../tools/index.ts";

/** How the node routes connections and Services. */
const nodeCommands = {
  "node-connections.txt": ["cat", "/proc/net/nf_conntrack"],
  "node-rules.txt": ["iptables-save", "--table", "nat"],
  "node-routes.txt": ["ip", "route"],
  "node-containers.txt": ["ctr", "--namespace", "k8s.io", "tasks", "list"],
};

/** Lists what an ingest pod has in memory: media, and what njs remembers of it. */
const listMemory =
  "date +%T.%N; df --type=tmpfs --output=target | grep -v -e ^/dev -e ^/proc -e ^/sys | tail -n +2 | xargs ls -lR --full-time";

/**
 * Leaves what a person needs to understand a failure: objects, events and the logs of pods, of their former lives too,
 * files of the ingest pods, and how the node leads addresses to pods.
 * @param manifests the manifests as they were rendered
 * @param logs a folder of logs on this machine, which is copied, where there is one
 * @returns the folder, which stays
 */
export async function saveDiagnostics(
  cluster: KindCluster,
  namespace: string,
  manifests: readonly object[],
  logs?: string,
): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "hls-cloud-e2e-failure-"));
  if (logs !== undefined) await cp(logs, join(folder, "machine"), { recursive: true });
  await writeFile(join(folder, "rendered.json"), `${JSON.stringify(manifests, null, 2)}\n`);
  const program = await fetchedTool("kubectl");
  const save = async (file: string, args: readonly string[]): Promise<string> => {
    const all = ["--kubeconfig", cluster.kubeconfig, "--request-timeout=20s", "--namespace", namespace, ...args];
    // Whatever it says: what a broken cluster says helps as well.
    const { all: text = "", stdout } = await execa(program, all, { reject: false, all: true });
    if (file !== "") await writeFile(join(folder, file), text);
    return stdout;
  };
  await save("events.txt", ["get", "events", "--sort-by=.lastTimestamp"]);
  await save("pods.txt", ["describe", "pods"]);
  await save("node.txt", ["describe", "nodes"]);
  await save("objects.yaml", ["get", "all,configmap,pvc", "--output", "yaml"]);
  const pods = await save("", ["get", "pods", "--output=name"]);
  for (const pod of pods.split("\n").filter((name) => name !== "")) {
    const name = pod.replace("pod/", "");
    await save(`${name}.log`, ["logs", pod, "--all-containers", "--timestamps"]);
    await save(`${name}.previous.log`, ["logs", pod, "--all-containers", "--timestamps", "--previous"]);
    if (name.includes("-ingest-")) await save(`${name}.files`, ["exec", pod, "--", "/bin/sh", "-c", listMemory]);
  }
  await save("endpoints.yaml", ["get", "services,endpointslices", "--output", "yaml"]);
  for (const [file, command] of Object.entries(nodeCommands)) {
    const output = await cluster.onNode(command).catch((error: Error) => error.message);
    await writeFile(join(folder, file), output);
  }
  return folder;
}
