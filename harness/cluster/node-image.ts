/** Where the image of a kind node comes from: this machine, a registry, an archive, or a build. */
import { join } from "node:path";
import { type Progress, projectRoot } from "../core/index.ts";
import { inspectImage, pull } from "../image/index.ts";
import { builtNodeImage, ensureBuiltNode } from "./kind-node/node-build.ts";
import { loadArchive, newestArchive, nodeArchive } from "./node-archive.ts";

/** The node image that this kind was released with. */
const published = "kindest/node:v1.37.0@sha256:a1ed56cfb0e7b93589bdf97c8cd566405a265939e3620fc4f5de89adff580ae5";

/** Seconds for a registry to answer. */
const patience = 10;

/** Where to look; tests give others. */
export interface NodePlaces {
  /** The folder of archives. */
  readonly archives?: string;
  /** Builds an image when there is no other; gives its name. */
  readonly build?: (progress: Progress) => Promise<string>;
}

/**
 * Makes the image of a node be on this machine. An archive that the environment names wins; otherwise what is here
 * already is taken, then what a registry gives, then an archive, and at last one is built from package registries.
 * @returns the image's name
 * @throws ToolError or SetupProblem when there is none
 */
export async function ensureNodeImage(progress: Progress = () => {}, places: NodePlaces = {}): Promise<string> {
  const { archives = join(projectRoot, "../shared/cache"), build = ensureBuiltNode } = places;
  const named = process.env["KIND_NODE_ARCHIVE"];
  if (named) return loadArchive(nodeArchive(named), progress);
  const archive = await newestArchive(archives);
  for (const image of [published, archive?.image, await builtNodeImage()]) {
    if (image && (await inspectImage(image))) return image;
  }
  progress(`pulling ${published}`);
  if (await pull(published, progress, patience)) return published;
  if (archive) return loadArchive(archive, progress);
  progress("no registry answers and there is no archive; building the node (half an hour, the first time only)");
  return build(progress);
}
