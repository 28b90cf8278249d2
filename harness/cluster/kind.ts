/** A real Kubernetes on this machine: kind, one node. */
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import getPort from "get-port";
import { type Progress, runPipe, runTool, type TemporaryFolder, temporaryFolder } from "../core/index.ts";
import { docker, hasSysResource } from "../image/index.ts";
import { fetchedTool } from "../tools/index.ts";
import { kindConfig } from "./kind-config.ts";
import type { ClusterAccess } from "./kubectl.ts";
import { ensureNodeImage } from "./node-image.ts";

const tryAgain = "Read the message above. `docker ps` shows whether the node runs; its log is in `docker logs`.";

export interface ClusterOptions {
  /** The cluster's name. */
  readonly name: string;
  /** Ports of the node that this machine shall reach: NodePorts. */
  readonly nodePorts: readonly number[];
  /** Take a running cluster of this name, and leave it up in the end. */
  readonly keep?: boolean;
}

/** A cluster that runs. */
export class KindCluster implements ClusterAccess, AsyncDisposable {
  readonly name: string;
  readonly kubeconfig: string;
  /** Whether it was there before. */
  readonly reused: boolean;
  readonly #folder: TemporaryFolder;
  readonly #keep: boolean;
  readonly #ports: ReadonlyMap<number, number>;

  private constructor(
    options: ClusterOptions,
    folder: TemporaryFolder,
    ports: ReadonlyMap<number, number>,
    reused: boolean,
  ) {
    this.name = options.name;
    this.kubeconfig = join(folder.path, "kubeconfig");
    this.reused = reused;
    this.#folder = folder;
    this.#keep = options.keep ?? false;
    this.#ports = ports;
  }

  /**
   * Creates a cluster. One of the same name that a broken run left is deleted first, unless it is to be kept.
   * @throws ToolError when there is no node image or kind fails
   */
  static async start(options: ClusterOptions, progress: Progress = () => {}): Promise<KindCluster> {
    const { name, nodePorts, keep } = options;
    const running = (await kind(["get", "clusters"])).split("\n").includes(name);
    if (running && !keep) await kind(["delete", "cluster", "--name", name]);
    const reused = running && keep === true;
    // Its own kubeconfig: the user's is neither read nor changed.
    const folder = await temporaryFolder(join(tmpdir(), "hls-cloud-kind-"));
    try {
      const ports = reused ? await mappedPorts(name, nodePorts) : await freePorts(nodePorts);
      const cluster = new KindCluster(options, folder, ports, reused);
      if (reused) await kind(["export", "kubeconfig", "--name", name, "--kubeconfig", cluster.kubeconfig]);
      else await create(cluster, ports, progress);
      return cluster;
    } catch (error) {
      await folder[Symbol.asyncDispose]();
      throw error;
    }
  }

  /** Where this machine reaches a NodePort: `127.0.0.1:PORT`. */
  address(nodePort: number): string {
    const port = this.#ports.get(nodePort);
    if (port === undefined) throw new TypeError(`node port ${nodePort} is not mapped`);
    return `127.0.0.1:${port}`;
  }

  /**
   * Puts an image of this machine's Docker on the node, unless it is there.
   * Piped: `kind load` writes the whole image to a file first.
   */
  async loadImage(image: string): Promise<void> {
    // The node knows it by its full name.
    const onNode = await this.onNode(["ctr", "--namespace", "k8s.io", "images", "list", "--quiet"]);
    if (onNode.split("\n").some((name) => name.endsWith(`/${image}`))) return;
    const importing = ["ctr", "--namespace", "k8s.io", "images", "import", "--local", "-"];
    await runPipe(["docker", "save", image], ["docker", "exec", "--interactive", this.#node, ...importing], {
      title: "Putting the image on the node",
      where: image,
      hint: tryAgain,
    });
  }

  /**
   * Puts an image on the node under another name, as if it had been pulled by that.
   * @param image `repository:tag` of this machine's Docker
   * @param name what pods call it
   */
  async loadImageAs(image: string, name: string): Promise<void> {
    await this.loadImage(image);
    // What a name leaves out is Docker Hub's, and its library's.
    const full = (short: string): string => (short.includes("/") ? short : `docker.io/library/${short}`);
    const tag = ["ctr", "--namespace", "k8s.io", "images", "tag", "--force"];
    await this.onNode([...tag, full(image), full(name)]);
  }

  /**
   * Runs a command on the node.
   * @returns its stdout
   * @throws ToolError when it fails
   */
  onNode(command: readonly string[]): Promise<string> {
    return docker(["exec", this.#node, ...command], { hint: tryAgain });
  }

  /**
   * Makes folders on the node that every pod may write, as the administrator of a disk or an export has to: fsGroup
   * does not reach such a volume.
   * @param paths absolute; what is in them already becomes writable too
   */
  async makeWritableFolders(paths: readonly string[]): Promise<void> {
    await this.onNode(["mkdir", "-p", ...paths]);
    await this.onNode(["chmod", "-R", "a+rwX", ...paths]);
  }

  /** Copies a file of this machine to the node, into a folder that need not be there yet. */
  async copyToNode(file: string, path: string): Promise<void> {
    await this.onNode(["mkdir", "-p", dirname(path)]);
    await docker(["cp", file, `${this.#node}:${path}`], { hint: tryAgain });
  }

  /**
   * Ends a container's first process, and with it all others, with SIGKILL.
   * @param id as in a pod's status, without its scheme
   */
  async killContainer(id: string): Promise<void> {
    await this.onNode(["ctr", "--namespace", "k8s.io", "tasks", "kill", "--signal", "SIGKILL", id]);
  }

  /** Deletes the cluster, unless it is to be kept, and its kubeconfig. */
  async [Symbol.asyncDispose](): Promise<void> {
    try {
      if (!this.#keep) await kind(["delete", "cluster", "--name", this.name]);
    } finally {
      await this.#folder[Symbol.asyncDispose]();
    }
  }

  get #node(): string {
    return nodeOf(this.name);
  }
}

async function create(cluster: KindCluster, ports: ReadonlyMap<number, number>, progress: Progress): Promise<void> {
  const image = await ensureNodeImage(progress);
  const [ownNetwork, cgroupV1, capable] = await Promise.all([bringsNetwork(image), hasCgroupV1(), hasSysResource()]);
  const config = kindConfig({ ports, ownNetwork, cgroupV1, lacksSysResource: !capable });
  const args = ["create", "cluster", "--name", cluster.name, "--image", image, "--kubeconfig", cluster.kubeconfig];
  progress("creating the cluster");
  try {
    await kind([...args, "--config", "-", "--wait", "180s"], JSON.stringify(config));
  } catch (error) {
    await kind(["delete", "cluster", "--name", cluster.name]);
    throw error;
  }
}

/** Images of kind's own making carry kind's network; ours has one built in, and nothing for kind to install. */
async function bringsNetwork(image: string): Promise<boolean> {
  const args = ["run", "--rm", "--network", "none", "--entrypoint", "/bin/sh", image, "-c"];
  const script = "[ -e /kind/manifests/default-cni.yaml ] && echo kind || echo own";
  return (await docker([...args, script], { hint: tryAgain })).trim() === "own";
}

async function hasCgroupV1(): Promise<boolean> {
  return (await docker(["info", "--format", "{{.CgroupVersion}}"], { hint: tryAgain })).trim() === "1";
}

async function freePorts(nodePorts: readonly number[]): Promise<Map<number, number>> {
  const ports = new Map<number, number>();
  for (const nodePort of nodePorts) ports.set(nodePort, await getPort({ host: "127.0.0.1" }));
  return ports;
}

/** The ports that a running cluster was created with. */
async function mappedPorts(name: string, nodePorts: readonly number[]): Promise<Map<number, number>> {
  const ports = new Map<number, number>();
  for (const nodePort of nodePorts) {
    const hint = `It was made for other ports. Delete it: kind delete cluster --name ${name}`;
    const address = await docker(["port", nodeOf(name), `${nodePort}/tcp`], { hint });
    ports.set(nodePort, Number(/:(\d+)$/m.exec(address)?.[1]));
  }
  return ports;
}

const nodeOf = (name: string): string => `${name}-control-plane`;

async function kind(args: readonly string[], input?: string): Promise<string> {
  const title = `kind ${args.slice(0, 2).join(" ")}`;
  return runTool(await fetchedTool("kind"), args, { title, hint: tryAgain, input });
}
