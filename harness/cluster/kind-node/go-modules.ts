/** What of a node is written in Go: its modules (tools/kind-node), and the programs that each of them gives. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { projectRoot, ToolError } from "../../core/index.ts";

/** The sources of a node image. */
export const nodeSources = join(projectRoot, "tools/kind-node");

const containerd = "github.com/containerd/containerd/v2";
const cniPlugins = "github.com/containernetworking/plugins";

export interface GoModule {
  /** Its folder in tools/kind-node. */
  readonly name: string;
  /** File name -> the package that it is built from. */
  readonly programs: Readonly<Record<string, string>>;
  /** Other names of the program, which it tells apart. */
  readonly aliases?: readonly string[];
  /** Build tags: what to leave out. */
  readonly tags?: readonly string[];
  /** The required module whose version counts. */
  readonly of?: string;
  /** Packages that are told that version. */
  readonly versionPackages?: readonly string[];
}

/** Several, since what they require does not fit into one. The longest comes last: a mistake then shows early. */
export const goModules: readonly GoModule[] = [
  { name: "pause", programs: { pause: "." } },
  {
    name: "cni",
    of: cniPlugins,
    programs: {
      "host-local": `${cniPlugins}/plugins/ipam/host-local`,
      loopback: `${cniPlugins}/plugins/main/loopback`,
      portmap: `${cniPlugins}/plugins/meta/portmap`,
      ptp: `${cniPlugins}/plugins/main/ptp`,
    },
  },
  { name: "etcd", of: "go.etcd.io/etcd/server/v3", programs: { etcd: "go.etcd.io/etcd/server/v3" } },
  {
    name: "containerd",
    of: containerd,
    programs: {
      containerd: `${containerd}/cmd/containerd`,
      "containerd-shim-runc-v2": `${containerd}/cmd/containerd-shim-runc-v2`,
      ctr: `${containerd}/cmd/ctr`,
    },
    // Snapshotters that a node has no use for; two of them need C libraries.
    tags: ["no_btrfs", "no_devmapper", "no_zfs"],
  },
  { name: "coredns", of: "github.com/coredns/coredns", programs: { coredns: "github.com/coredns/coredns" } },
  {
    name: "kubernetes",
    of: "k8s.io/kubernetes",
    programs: { kubernetes: "." },
    aliases: [
      "kube-apiserver",
      "kube-controller-manager",
      "kube-proxy",
      "kube-scheduler",
      "kubeadm",
      "kubectl",
      "kubelet",
    ],
    versionPackages: ["k8s.io/component-base/version", "k8s.io/client-go/pkg/version"],
  },
];

/**
 * The version of a module that a go.mod requires: `v1.37.2`.
 * @param mod the contents of go.mod
 * @throws ToolError when it does not require the module
 */
export function requiredVersion(mod: string, module: string): string {
  for (const line of mod.split("\n")) {
    const [path, version] = line
      .replace(/^\s*require\s+/, "")
      .trim()
      .split(/\s+/);
    if (path === module && version?.startsWith("v")) return version;
  }
  const hint = "Read how tools/kind-node/README.md takes another version.";
  throw new ToolError({ what: "A go.mod does not require its module.", where: module, hint, command: "go get" });
}

/** The version of what a module of a node is there for; undefined for our own program. */
export async function versionOf({ name, of }: GoModule): Promise<string | undefined> {
  return of && requiredVersion(await readFile(join(nodeSources, name, "go.mod"), "utf8"), of);
}

/** Kubernetes' version. It is written in the go.mod alone. */
export async function kubernetesVersion(): Promise<string> {
  return requiredVersion(await readFile(join(nodeSources, "kubernetes/go.mod"), "utf8"), "k8s.io/kubernetes");
}

/**
 * The linker's flags: nothing for debuggers, and the version where the source lacks it (a release script sets it).
 * @param version such as `v1.37.2`
 */
export function linkerFlags({ versionPackages = [] }: GoModule, version = ""): string {
  const [major = "", minor = ""] = version.slice(1).split(".");
  const values = { gitVersion: version, gitMajor: major, gitMinor: minor, gitTreeState: "clean" };
  const set = versionPackages.flatMap((path) =>
    Object.entries(values).map(([name, value]) => `-X ${path}.${name}=${value}`),
  );
  return ["-s -w", ...set].join(" ");
}
