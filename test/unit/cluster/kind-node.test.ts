import { readFile } from "node:fs/promises";
import { delimiter, join } from "node:path";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { contentKey } from "../../../harness/cluster/kind-node/content-key.ts";
import { controlPlaneImages } from "../../../harness/cluster/kind-node/control-plane.ts";
import {
  goModules,
  kubernetesVersion,
  linkerFlags,
  nodeSources,
  requiredVersion,
} from "../../../harness/cluster/kind-node/go-modules.ts";
import { archivedName } from "../../../harness/cluster/kind-node/write-archive.ts";
import { ensureNodeImage } from "../../../harness/cluster/node-image.ts";
import { ToolError } from "../../../harness/core/errors.ts";
import { temporaryFolder } from "../../temporary-folder.ts";

const source = (file: string): Promise<string> => readFile(join(nodeSources, file), "utf8");

describe("the version of a module", () => {
  it.each([
    "require k8s.io/kubernetes v1.2.3\n",
    "require (\n\tk8s.io/kubernetes-other v9.9.9\n\tk8s.io/kubernetes v1.2.3 // indirect\n)\n",
  ])("is read from its go.mod: %j", (mod) => expect(requiredVersion(mod, "k8s.io/kubernetes")).toBe("v1.2.3"));

  it("is not that of a replacement", () => {
    const mod = "replace k8s.io/api => k8s.io/api v0.2.3\n";
    expect(() => requiredVersion(mod, "k8s.io/api")).toThrow(ToolError);
  });

  it("is required by each go.mod that names one", async () => {
    for (const { name, of } of goModules) {
      if (of) expect(requiredVersion(await source(`${name}/go.mod`), of), name).toMatch(/^v\d+\.\d+\.\d+$/);
    }
  });

  it("goes into Kubernetes' programs", () => {
    const module = { name: "some", programs: {}, versionPackages: ["a/version"] };
    expect(linkerFlags(module, "v1.37.2")).toContain("-X a/version.gitVersion=v1.37.2 -X a/version.gitMajor=1 ");
    expect(linkerFlags({ name: "some", programs: {} }, "v1.37.2")).toBe("-s -w");
  });

  it("of Kubernetes and of its parts is one", async () => {
    const parts = (await kubernetesVersion()).replace(/^v1/, "v0");
    const replaced = (await source("kubernetes/go.mod")).matchAll(/=> k8s\.io\/\S+ (\S+)/g);
    expect(new Set([...replaced].map(([, version]) => version))).toEqual(new Set([parts]));
  });
});

describe("the images that kubeadm wants", () => {
  const list = [
    "some.host/kube-apiserver:v1.2.3",
    "some.host/kube-controller-manager:v1.2.3",
    "some.host/kube-scheduler:v1.2.3",
    "some.host/kube-proxy:v1.2.3",
    "some.host/coredns/coredns:v1.14.6",
    "some.host/pause:3.10",
    "some.host/etcd:3.7.0-0",
  ];
  const versions = new Map([
    ["kubernetes", "v1.2.3"],
    ["coredns", "v1.14.6"],
    ["etcd", "v3.7.0"],
  ]);

  it("are made by the stages, under kubeadm's names", () => {
    const images = controlPlaneImages(`${list.join("\n")}\n`, versions);
    expect(images.get("kubernetes")).toEqual(list.slice(0, 4));
    expect(images.get("coredns")).toEqual(["some.host/coredns/coredns:v1.14.6"]);
    expect(images.get("pause")).toEqual(["some.host/pause:3.10"]);
    expect(images.get("etcd")).toEqual(["some.host/etcd:3.7.0-0"]);
  });

  it.each([
    ["another version", list.join("\n").replace("3.7.0-0", "3.7.01-0"), /etcd:3\.7\.01-0.*v3\.7\.0/],
    ["an unknown image", `${list.join("\n")}\nsome.host/new:v1`, /not built: some\.host\/new:v1/],
    ["nothing", "", /no image of kubernetes/],
  ])("are refused: %s", (_, text, message) => {
    expect(() => controlPlaneImages(text, versions)).toThrow(message);
  });
});

describe("the sources of a node", () => {
  it("have a stage for every image", async () => {
    const stages = [...(await source("Dockerfile")).matchAll(/^FROM \S+ AS (\S+)$/gm)].map(([, stage]) => stage);
    expect(stages).toEqual(expect.arrayContaining(["kubernetes", "coredns", "etcd", "pause", "node"]));
  });

  it("leave the name of the first process to kubeadm", async () => {
    expect(await source("files/etc/containerd/config.toml")).toContain("sandbox = '@PAUSE@'");
    expect(await source("Dockerfile")).toContain("s|@PAUSE@|");
  });

  it("give the image another tag when one changes, or can be executed", async () => {
    const keyOf = async (text: string, mode?: number, rest = ""): Promise<string> =>
      contentKey(await temporaryFolder({ file: text }, mode), ["file"], rest);
    expect(await keyOf("a")).toBe(await keyOf("a"));
    const keys = await Promise.all([keyOf("a"), keyOf("b"), keyOf("a", 0o755), keyOf("a", undefined, "base")]);
    expect(new Set(keys).size).toBe(4);
  });
});

describe("an archive", () => {
  it("is called after Kubernetes' version", () => {
    expect(archivedName("/some/kind-node-v1.2.3.tar.zst", "v1.2.3")).toBe("kindest/node:v1.2.3");
    expect(() => archivedName("/some/kind-node-v1.2.4.tar.zst", "v1.2.3")).toThrow(/Call it kind-node-v1\.2\.3/);
  });
});

describe("a node's image", () => {
  /** A docker that has some images, and whose registry answers or not. */
  async function fakeDocker(here: string, registry: "answers" | "is away"): Promise<() => Promise<string[]>> {
    const docker = `#!/bin/sh
echo "$1" >> "$0.log"
case $1 in
  image) case $3 in ${here}) echo '[{"Size":1,"Config":{}}]' ;; *) exit 1 ;; esac ;;
  pull) ${registry === "answers" ? "echo Pulling from it" : "exit 1"} ;;
  load) cat > /dev/null; touch "$0.loaded" ;;
esac
`;
    const folder = await temporaryFolder({ docker }, 0o755);
    vi.stubEnv("PATH", `${folder}${delimiter}${process.env["PATH"]}`);
    vi.stubEnv("KIND_NODE_ARCHIVE", undefined);
    onTestFinished(() => void vi.unstubAllEnvs());
    return async () => (await readFile(join(folder, "docker.log"), "utf8")).trim().split("\n");
  }

  const build = async (): Promise<string> => "built";
  const archive = { "kind-node-v1.2.3.tar.zst": "" };

  it("is the one that is here, and no registry is asked", async () => {
    const calls = await fakeDocker("kindest/node:v1.2.3", "answers");
    const places = { archives: await temporaryFolder(archive), build };
    expect(await ensureNodeImage(undefined, places)).toBe("kindest/node:v1.2.3");
    expect(await calls()).not.toContain("pull");
  });

  it("that was built before is not built again", async () => {
    await fakeDocker("hls-cloud-kind-node:*", "is away");
    const places = { archives: "/nonexistent", build };
    expect(await ensureNodeImage(undefined, places)).toMatch(/^hls-cloud-kind-node:v\d+\.\d+\.\d+-[0-9a-f]{12}$/);
  });

  it("comes from a registry before an archive", async () => {
    const calls = await fakeDocker("none", "answers");
    const places = { archives: await temporaryFolder(archive), build };
    expect(await ensureNodeImage(undefined, places)).toMatch(/^kindest\/node:.*@sha256:/);
    expect(await calls()).not.toContain("load");
  });

  it("comes from an archive before a build: one that nobody vouches for is an error, and nothing is built", async () => {
    await fakeDocker("none", "is away");
    const places = { archives: await temporaryFolder(archive), build };
    await expect(ensureNodeImage(undefined, places)).rejects.toThrow(/has no checksum file/);
  });

  it("is built at last", async () => {
    const calls = await fakeDocker("none", "is away");
    expect(await ensureNodeImage(undefined, { archives: "/nonexistent", build })).toBe("built");
    expect(await calls()).toContain("pull");
  });
});
