/** Builds the programs of a node, each module once into the cache folder. */
import { readFile, symlink } from "node:fs/promises";
import { join } from "node:path";
import { makeOnce, type Progress } from "../../core/index.ts";
import { cacheFolder, locateGo, runGo } from "../../tools/index.ts";
import { contentKey } from "./content-key.ts";
import { type GoModule, linkerFlags, nodeSources, versionOf } from "./go-modules.ts";

/**
 * The folder with a module's programs, built unless they are there. A build that is interrupted goes on: Go keeps each
 * package that it compiled.
 * @throws ToolError when there is no Go, or the build fails
 */
export async function ensurePrograms(module: GoModule, progress: Progress): Promise<string> {
  const source = join(nodeSources, module.name);
  const flags = linkerFlags(module, await versionOf(module));
  const key = await contentKey(nodeSources, [module.name], JSON.stringify(module), flags);
  const folder = join(cacheFolder(), "kind-node", `${module.name}-${key}`);
  await makeOnce(folder, async (done) => {
    const go = await locateGo(await readFile(join(source, "go.mod"), "utf8"), { cache: cacheFolder() });
    const args = ["-v", "-buildvcs=false", `-tags=${(module.tags ?? []).join(",")}`, `-ldflags=${flags}`];
    let packages = 0;
    const onLine = (line: string): void => {
      if (!line.startsWith("go: ")) packages++;
      progress(`${module.name}: ${packages} packages compiled (${line.trim()})`);
    };
    for (const [program, path] of Object.entries(module.programs)) {
      await runGo(go, ["build", ...args, "-o", join(done, program), path], source, onLine);
      for (const alias of module.aliases ?? []) await symlink(program, join(done, alias));
    }
  });
  return folder;
}
