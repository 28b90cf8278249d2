import { chmod, mkdir, mkdtemp, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { tierFiles } from "../../harness/chart/index.ts";
import { nginxModulesFolder } from "../../harness/tools/index.ts";
import { configFolderOf, modulesFolderOf, upstreamNames, writtenFolders } from "../../harness/verify/index.ts";
import { type Configuration, distinctConfigurations } from "../matrix/configurations.ts";
import { render } from "../render/rendered.ts";
import { folder, image, runPod } from "./pod.ts";

/** Tests each configuration in its own place, one after the other: starting a container for each would take minutes. */
const script = `
for configuration in /configurations/*; do
  read -r config file modules < "$configuration/places"
  cp "$configuration"/files/* "$config"
  [ "$modules" = "$REAL_MODULES" ] || cp "$REAL_MODULES"/*.so "$modules"
  nginx -e stderr -t -q -c "$config/$file" 2>&1 || echo "refused: $(cat "$configuration/name")"
done
echo "all tested"
`;

async function layOut({ manifests, tier, combination }: Configuration, at: string): Promise<string[]> {
  const files = tierFiles(manifests, tier);
  const configuration = files[`${tier}.conf`] ?? "";
  const config = configFolderOf(files[`${tier}-start.sh`] ?? "");
  const modules = modulesFolderOf(configuration) ?? nginxModulesFolder();
  await mkdir(join(at, "files"), { recursive: true });
  for (const [name, text] of Object.entries(files)) await writeFile(join(at, "files", name), text);
  await writeFile(join(at, "places"), `${config} ${tier}.conf ${modules}\n`);
  await writeFile(join(at, "name"), `${tier} of ${combination}`);
  return [config, modules, ...writtenFolders(configuration)];
}

test.skipIf(!image)(
  "nginx of the image, in a pod's confinement, takes every distinct configuration of the matrix",
  { timeout: 300_000 },
  async () => {
    const configurations = await distinctConfigurations();
    const source = await mkdtemp(join(folder, "matrix-"));
    await chmod(source, 0o755);
    const places = await Promise.all(configurations.map((each, n) => layOut(each, join(source, String(n)))));
    const names = configurations.flatMap(({ manifests, tier }) =>
      upstreamNames(tierFiles(manifests, tier)[`${tier}.conf`] ?? ""),
    );
    const writable = new Set(places.flat());
    writable.delete(nginxModulesFolder());
    // Modules are loaded from one of them.
    const volumes = Object.fromEntries([...writable].map((path) => [path, "rw,exec,mode=1777"]));
    const { ok, log } = await runPod(await render(), "ingest", {
      command: ["/bin/sh", "-c", script],
      hosts: Object.fromEntries(names.map((name) => [name, "127.0.0.1"])),
      environment: { REAL_MODULES: nginxModulesFolder() },
      mounts: { tmpfs: volumes, binds: { "/configurations": source } },
    });
    expect(log.trim()).toBe("all tested");
    expect(ok).toBe(true);
  },
);
