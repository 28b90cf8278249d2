/** The archive of the images that a node brings: the control plane, DNS, and each pod's first process. */
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { execa } from "execa";
import { makeOnce, type Progress, runTool } from "../../core/index.ts";
import { docker } from "../../image/index.ts";
import { cacheFolder } from "../../tools/index.ts";
import { fillBuilderFolder } from "./builder-folder.ts";
import { contentKey } from "./content-key.ts";
import { controlPlaneImages } from "./control-plane.ts";
import { goModules, nodeSources, versionOf } from "./go-modules.ts";
import { buildStage } from "./image-build.ts";

export interface NodeImages {
  /** What `docker save` wrote. */
  readonly file: string;
  /** The full name of the image of each pod's first process. */
  readonly pause: string;
}

/**
 * The images that the built kubeadm asks for, in one archive, made unless it is there.
 * @param programs module -> the folder with its programs
 * @throws ToolError when kubeadm asks for other images, or a build fails
 */
export async function ensureNodeImages(
  programs: ReadonlyMap<string, string>,
  base: string,
  progress: Progress,
): Promise<NodeImages> {
  const images = await wantedImages(programs);
  const key = await contentKey(nodeSources, ["Dockerfile", "with-libraries.sh"], base, ...programs.values());
  const folder = join(cacheFolder(), "kind-node", `images-${key}`);
  await makeOnce(folder, async (done, work) => {
    const context = join(work, "builder");
    await mkdir(context);
    await fillBuilderFolder(context, programs);
    const names = [...images.values()].flat();
    try {
      for (const [stage, tags] of images) await buildStage(stage, { context, base, tags }, progress);
      progress("saving the images of the control plane");
      await docker(["save", "--output", join(done, "images.tar"), ...names], { hint: "Check the disk's space." });
    } finally {
      // The names belong to a registry; on this machine they were only lent.
      await execa("docker", ["image", "rm", "--no-prune", ...names], { reject: false });
    }
  });
  return { file: join(folder, "images.tar"), pause: images.get("pause")?.[0] ?? "" };
}

async function wantedImages(programs: ReadonlyMap<string, string>): Promise<Map<string, string[]>> {
  const versions = new Map<string, string | undefined>();
  for (const module of goModules) versions.set(module.name, await versionOf(module));
  const kubeadm = join(programs.get("kubernetes") ?? "", "kubeadm");
  // With a version given, it does not ask the internet for one.
  const args = ["config", "images", "list", "--kubernetes-version", versions.get("kubernetes") ?? ""];
  const title = "The built kubeadm";
  const hint = "Remove its folder, to build it anew.";
  return controlPlaneImages(await runTool(kubeadm, args, { title, where: kubeadm, hint }), versions);
}
