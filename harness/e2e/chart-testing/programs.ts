/** What chart-testing runs. */
import { mkdir, symlink } from "node:fs/promises";
import { join } from "node:path";
import { helmEnvironment } from "../../chart/index.ts";
import { fetchedTool, linkPythonTools } from "../../tools/index.ts";

/** Variables that would change what ct, git or kubectl do. */
const foreign = /^(CT|GIT)_|^KUBECONFIG$/;

/**
 * Makes a folder of the programs that ct runs, and the environment in which it finds them.
 * @param folder where the programs appear; it need not exist yet
 * @param kubeconfig names the cluster, where there is one
 * @returns the whole environment of ct
 * @throws ToolError when one of them is not to be had
 */
export async function ctEnvironment(
  folder: string,
  kubeconfig = "/nonexistent",
): Promise<Record<string, string | undefined>> {
  await mkdir(folder, { recursive: true });
  for (const name of ["helm", "kubectl"] as const) await symlink(await fetchedTool(name), join(folder, name));
  await linkPythonTools(folder);
  const own = Object.entries(helmEnvironment()).filter(([name]) => !foreign.test(name));
  return {
    ...Object.fromEntries(own),
    PATH: `${folder}:${process.env["PATH"]}`,
    KUBECONFIG: kubeconfig,
    // Nobody's settings of git change what is committed or shown.
    GIT_CONFIG_GLOBAL: "/dev/null",
    GIT_CONFIG_NOSYSTEM: "1",
    GIT_AUTHOR_NAME: "ct",
    GIT_AUTHOR_EMAIL: "ct@example.com",
    GIT_COMMITTER_NAME: "ct",
    GIT_COMMITTER_EMAIL: "ct@example.com",
  };
}
