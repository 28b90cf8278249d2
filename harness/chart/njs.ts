import { mkdir, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { build } from "esbuild";
import { projectRoot } from "../core/index.ts";

/** Where the sources are, and where the chart has what is built from them. */
const sourceFolder = join(projectRoot, "njs");
export const builtFolder = join(projectRoot, "chart/files");

/**
 * Modules that nginx imports, below the folder of the tier that runs them: the callbacks of ingest, the playlists of
 * the tier that has them, and of the one that pulls them, delivery's own, and signed playback.
 */
export const njsModules = [
  "ingest/ingest",
  "delivery/served-playlist",
  "delivery/pulled-playlist",
  "delivery/delivery",
  "delivery/playback",
] as const;

/**
 * Bundles the modules for nginx's JavaScript.
 *
 * @param outputFolder where the tiers' folders are; the chart's own when left out
 * @throws esbuild's error when a source does not compile
 */
export async function buildNjs(outputFolder = builtFolder): Promise<void> {
  const { outputFiles } = await build({
    entryPoints: njsModules.map((path) => ({ in: join(sourceFolder, `${basename(path)}.ts`), out: path })),
    outdir: outputFolder,
    bundle: true,
    format: "esm",
    platform: "neutral",
    // njs has these itself; the settings lie beside the modules, rendered by the chart.
    external: ["crypto", "fs", "settings.js", "delivery-settings.js"],
    target: "es2017",
    charset: "utf8",
    banner: { js: "// Built from njs/ by `npm run build:njs`. Change the sources." },
    write: false,
  });
  for (const file of outputFiles) {
    // njs knows this form of a default export alone.
    const text = file.text.replace(/export \{\n {2}(\w+) as default\n\};/, "export default $1;");
    await mkdir(dirname(file.path), { recursive: true });
    await writeFile(file.path, text);
  }
}
