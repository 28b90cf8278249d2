import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { execa } from "execa";
import { type Manifest, type Tier, tierFiles } from "../chart/index.ts";
import { inTemporaryFolder } from "../core/index.ts";
import { nginxModulesFolder, systemTool } from "../tools/index.ts";
import { configFolderOf, modulesFolderOf, upstreamNames, writtenFolders } from "./configuration-places.ts";

/** What nginx says of a configuration. */
export interface Verdict {
  readonly ok: boolean;
  /** What `nginx -t` wrote. */
  readonly output: string;
}

/**
 * Tests a tier's rendered configuration with nginx, its text unmodified. Its folders exist, and the names of other pods
 * resolve, inside a mount namespace of its own; the machine sees nothing of it.
 *
 * Needs root, or user namespaces.
 * @param manifests a rendered release
 */
export async function testConfiguration(manifests: readonly Manifest[], tier: Tier): Promise<Verdict> {
  const files = tierFiles(manifests, tier);
  const configuration = files[`${tier}.conf`] ?? "";
  return inTemporaryFolder("nginx", async (folder) => {
    const config = join(folder, "config");
    await mkdir(config);
    for (const [name, text] of Object.entries(files)) await writeFile(join(config, name), text);
    const hosts = upstreamNames(configuration).map((name) => `127.0.0.1 ${name}\n`);
    await writeFile(join(folder, "hosts"), hosts.join(""));
    const realModules = nginxModulesFolder();
    const modules = modulesFolderOf(configuration) ?? realModules;
    const folders = [...writtenFolders(configuration), modules];
    const configFolder = configFolderOf(files[`${tier}-start.sh`] ?? "");
    const environment = {
      PROGRAM: await systemTool("nginx"),
      ROOT: folder,
      CONFIG: configFolder,
      FILE: `${tier}.conf`,
      MODULES: modules,
      REAL_MODULES: realModules,
      FOLDERS: [configFolder, ...folders].join(" "),
      TOPS: [...topFolders([...folders, configFolder])].join(" "),
    };
    const unshare = ["--mount", "--net", ...(process.getuid?.() === 0 ? [] : ["--user", "--map-root-user"])];
    const result = await execa("unshare", [...unshare, "/bin/sh", "-euc", inNamespace], {
      env: environment,
      reject: false,
      all: true,
    });
    return { ok: !result.failed, output: result.all ?? "" };
  });
}

/**
 * Lays a writable layer over the folders under which the configuration has its own. nginx binds its ports to test them,
 * loopback's too, which a new network namespace has not up: hence the setting. It opens /dev/stdout, which must be a
 * file.
 */
const inNamespace = `
mkdir "$ROOT/layers"
mount -t tmpfs layers "$ROOT/layers"
for top in $TOPS; do
  mkdir "$ROOT/layers/$top" "$ROOT/layers/$top-work"
  mount -t overlay "$top" -o "lowerdir=/$top,upperdir=$ROOT/layers/$top,workdir=$ROOT/layers/$top-work" "/$top"
done
cat "$ROOT/hosts" >> /etc/hosts
mkdir -p $FOLDERS
mount --bind "$ROOT/config" "$CONFIG"
[ "$MODULES" = "$REAL_MODULES" ] || mount --bind "$REAL_MODULES" "$MODULES"
for family in ipv4 ipv6; do
  [ ! -e "/proc/sys/net/$family/ip_nonlocal_bind" ] || echo 1 > "/proc/sys/net/$family/ip_nonlocal_bind"
done
exec "$PROGRAM" -e stderr -t -q -c "$CONFIG/$FILE" > "$ROOT/access.log"
`;

/** First parts of paths. This module's own files are under /tmp, which is writable as it is. */
function topFolders(paths: readonly string[]): Set<string> {
  const tops = new Set(["etc", ...paths.map((path) => path.split("/")[1] ?? "")]);
  tops.delete("tmp");
  return tops;
}
