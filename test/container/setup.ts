import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import type { TestProject } from "vitest/node";
import { docker, dockerVersion, ensureImage } from "../../harness/image/index.ts";

/** What every test of this project starts from. */
export interface ContainerRun {
  /** The image under test. Empty where no Docker answers: then the tests skip. */
  readonly image: string;
  /** Folder for what containers mount; removed at the end. */
  readonly folder: string;
  /** Label of every container; those that are left are removed at the end. */
  readonly label: string;
}

declare module "vitest" {
  interface ProvidedContext {
    containers: ContainerRun;
  }
}

/** Has the image built where Docker answers. It never installs or starts Docker: `npm run image` does. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  if (!(await dockerVersion())) {
    process.stderr.write(
      "container tests are skipped: no Docker answers (npm run image starts it on Debian, as root)\n",
    );
    project.provide("containers", { image: "", folder: "", label: "" });
    return async () => {};
  }
  const { name: image } = await ensureImage();
  const folder = await mkdtemp(join(tmpdir(), "hls-cloud-containers-"));
  const label = `hls-cloud.test=${basename(folder)}`;
  project.provide("containers", { image, folder, label });
  return async () => {
    const hint = "docker ps --all";
    const left = await docker(["ps", "--all", "--quiet", "--filter", `label=${label}`], { hint });
    const ids = left.split("\n").filter((id) => id !== "");
    if (ids.length > 0) await docker(["rm", "--force", "--volumes", ...ids], { hint });
    await rm(folder, { recursive: true, force: true });
  };
}
