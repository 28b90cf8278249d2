/** The images that kubeadm wants on a node, by the list that it prints. */
import { ToolError } from "../../core/index.ts";

/** kubeadm's name of an image -> the stage of the Dockerfile that makes it. */
const stages: Readonly<Record<string, string>> = {
  "kube-apiserver": "kubernetes",
  "kube-controller-manager": "kubernetes",
  "kube-proxy": "kubernetes",
  "kube-scheduler": "kubernetes",
  coredns: "coredns",
  etcd: "etcd",
  pause: "pause",
};

/**
 * Stage of the Dockerfile -> the full names of the images that it makes.
 * @param list what `kubeadm config images list` prints
 * @param versions stage -> the version that is built, where it is not our own program
 * @throws ToolError when kubeadm wants another image or another version than is built
 */
export function controlPlaneImages(
  list: string,
  versions: ReadonlyMap<string, string | undefined>,
): Map<string, string[]> {
  const images = new Map<string, string[]>();
  for (const image of list.split("\n").filter((line) => line.trim() !== "")) {
    const [, name = "", tag = ""] = /([^/:]+):([^/:]+)$/.exec(image) ?? [];
    const stage = stages[name];
    if (stage === undefined) throw unfit(`kubeadm wants an image that is not built: ${image}.`);
    const version = versions.get(stage);
    if (version && !isVersion(tag, version)) throw unfit(`kubeadm wants ${image}, and ${version} is built.`);
    images.set(stage, [...(images.get(stage) ?? []), image]);
  }
  const missing = Object.values(stages).filter((stage) => !images.has(stage));
  if (missing.length > 0) throw unfit(`kubeadm names no image of ${missing[0]}.`);
  return images;
}

/** etcd's image has a number of its own behind the version: `3.7.0-0`. */
function isVersion(tag: string, version: string): boolean {
  const [plainTag, plainVersion] = [tag, version].map((each) => each.replace(/^v/, ""));
  return plainTag === plainVersion || plainTag?.startsWith(`${plainVersion}-`) === true;
}

function unfit(what: string): ToolError {
  const hint = "Take the versions together: tools/kind-node/README.md tells how.";
  return new ToolError({ what, where: "tools/kind-node/*/go.mod", hint, command: "kubeadm config images list" });
}
