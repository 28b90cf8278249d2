/** What one cluster needs of kind, beside its defaults. */
export interface ClusterNeeds {
  /** Port of a node -> port of 127.0.0.1 on this machine. */
  readonly ports: ReadonlyMap<number, number>;
  /** Whether the node image brings a network of its own, instead of kind's. */
  readonly ownNetwork: boolean;
  /** Whether the machine still has cgroup v1. */
  readonly cgroupV1: boolean;
  /** Whether the machine denies CAP_SYS_RESOURCE to its containers. */
  readonly lacksSysResource: boolean;
}

/**
 * kind's configuration of a cluster of one node.
 * @returns an object that kind reads as JSON
 */
export function kindConfig({ ports, ownNetwork, cgroupV1, lacksSysResource }: ClusterNeeds): object {
  const kubelet = {
    kind: "KubeletConfiguration",
    // The kubelet refuses cgroup v1 unless it is told that somebody knows.
    ...(cgroupV1 ? { failCgroupV1: false } : {}),
    // As in a user's namespace: what the kernel forbids is a warning, and not the kubelet's end.
    ...(lacksSysResource ? { featureGates: { KubeletInUserNamespace: true } } : {}),
  };
  const mapped = [...ports].map(([containerPort, hostPort]) => ({
    containerPort,
    hostPort,
    // Nobody else's machine may reach a test.
    listenAddress: "127.0.0.1",
  }));
  return {
    kind: "Cluster",
    apiVersion: "kind.x-k8s.io/v1alpha4",
    networking: { disableDefaultCNI: ownNetwork },
    nodes: [{ role: "control-plane", kubeadmConfigPatches: [JSON.stringify(kubelet)], extraPortMappings: mapped }],
  };
}
