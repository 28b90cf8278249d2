import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { kindConfig } from "../../../harness/cluster/kind-config.ts";
import { newestArchive, nodeArchive } from "../../../harness/cluster/node-archive.ts";
import { ToolError } from "../../../harness/core/errors.ts";
import { temporaryFolder } from "../../temporary-folder.ts";

const plain = { ports: new Map(), ownNetwork: false, cgroupV1: false, lacksSysResource: false };

/** What the kubelet is told. */
function kubelet(needs: Partial<typeof plain>): unknown {
  const { nodes } = kindConfig({ ...plain, ...needs }) as { nodes: { kubeadmConfigPatches: string[] }[] };
  return JSON.parse(nodes[0]?.kubeadmConfigPatches[0] ?? "");
}

describe("kind's configuration", () => {
  it("maps ports of the node to 127.0.0.1 alone", () => {
    const ports = new Map([[31935, 40001]]);
    const mapped = { containerPort: 31935, hostPort: 40001, listenAddress: "127.0.0.1" };
    expect(kindConfig({ ...plain, ports })).toMatchObject({ nodes: [{ extraPortMappings: [mapped] }] });
  });

  it("leaves kind's network out where the node brings one", () => {
    expect(kindConfig({ ...plain, ownNetwork: true })).toMatchObject({ networking: { disableDefaultCNI: true } });
    expect(kindConfig(plain)).toMatchObject({ networking: { disableDefaultCNI: false } });
  });

  it("asks of the kubelet what the machine needs, and nothing else", () => {
    expect(kubelet({})).toEqual({ kind: "KubeletConfiguration" });
    expect(kubelet({ cgroupV1: true })).toEqual({ kind: "KubeletConfiguration", failCgroupV1: false });
    const gates = { featureGates: { KubeletInUserNamespace: true } };
    expect(kubelet({ lacksSysResource: true })).toEqual({ kind: "KubeletConfiguration", ...gates });
  });
});

describe("the archive of a node image", () => {
  it("is named after the image in it", () => {
    const file = "/somewhere/kind-node-v1.37.2.tar.zst";
    expect(nodeArchive(file)).toEqual({ file, image: "kindest/node:v1.37.2" });
  });

  it.each(["kind-node.tar.zst", "kind-node-v1.37.2.tar", "kind-node-v1.37.2.tar.zst.sha256"])(
    "is not called %s",
    (name) => expect(() => nodeArchive(`/somewhere/${name}`)).toThrow(ToolError),
  );

  it("is the newest of several, by its number", async () => {
    const names = [
      "kind-node-v1.9.9.tar.zst",
      "kind-node-v1.37.2.tar.zst",
      "kind-node-v1.37.2.tar.zst.sha256",
      "other",
    ];
    const folder = await temporaryFolder(Object.fromEntries(names.map((name) => [name, ""])));
    const file = join(folder, "kind-node-v1.37.2.tar.zst");
    expect(await newestArchive(folder)).toEqual({ file, image: "kindest/node:v1.37.2" });
  });

  it("may be missing, its folder too", async () => {
    expect(await newestArchive(await temporaryFolder())).toBeUndefined();
    expect(await newestArchive("/nonexistent")).toBeUndefined();
  });
});
