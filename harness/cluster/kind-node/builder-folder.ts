import { copyFile, cp, link, mkdir } from "node:fs/promises";
import { join } from "node:path";
import { projectRoot } from "../../core/index.ts";
import { nodeSources } from "./go-modules.ts";

/** The OCI runtime of a machine that lacks CAP_SYS_RESOURCE: of its Docker, and of the node inside. */
export const nodeRuntime = "scripts/docker/runc-without-sys-resource.sh";

/**
 * Puts together what the builder of a node image sees.
 * @param folder an empty one
 * @param programs module -> the folder with its programs
 * @param imagesFile the archive of the images that the node brings, once it is there
 */
export async function fillBuilderFolder(
  folder: string,
  programs: ReadonlyMap<string, string>,
  imagesFile?: string,
): Promise<void> {
  await cp(join(nodeSources, "files"), join(folder, "files"), { recursive: true });
  for (const file of ["Dockerfile", "with-libraries.sh"]) await copyFile(join(nodeSources, file), join(folder, file));
  const runtime = join(folder, "files/usr/local/bin/runc-without-sys-resource.sh");
  await copyFile(join(projectRoot, nodeRuntime), runtime);
  for (const [module, from] of programs) {
    // The aliases are relative links, and stay what they are.
    await cp(from, join(folder, "bin", module), { recursive: true, verbatimSymlinks: true });
  }
  // Large, and in the same cache folder.
  if (imagesFile) await link(imagesFile, join(folder, "images.tar"));
  await mkdir(join(folder, "bin"), { recursive: true });
}
