/** The watch page (web), built by Vite into static files. */
import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { load } from "js-yaml";
import { chartFolder, makeOnce, projectRoot } from "../core/index.ts";
import { cacheFolder } from "../tools/index.ts";

const sourceFolder = join(projectRoot, "web");

/** Its pages, by their path below the service's root. Each file becomes one of the same path. */
const pages = ["index.html", "watch/index.html", "embed/index.html"];

/**
 * The folder of the built pages. They are built where this machine does not have them yet, of these very sources.
 * @throws Vite's error when a source does not compile
 */
export async function ensureWatchPage(): Promise<string> {
  const folder = join(cacheFolder(), "watch-page", await sourceKey());
  await makeOnce(folder, buildWatchPage);
  return folder;
}

/**
 * Fragments by which the page's player is behind the newest one.
 * @param file values that set it; by default the chart's own
 */
export async function liveDelayOf(file = join(chartFolder, "values.yaml")): Promise<number> {
  const values = load(await readFile(file, "utf8"));
  return (values as { delivery: { watchPage: { liveDelay: number } } }).delivery.watchPage.liveDelay;
}

/** Builds the pages into a folder that exists. */
async function buildWatchPage(folder: string): Promise<void> {
  // Slow to load, and seldom needed.
  const { build } = await import("vite");
  await build({
    configFile: false,
    root: sourceFolder,
    // Relative to the page that asks, so that the pages work below any path.
    base: "./",
    publicDir: false,
    logLevel: "warn",
    build: {
      outDir: folder,
      emptyOutDir: false,
      target: "es2022",
      // The Content-Security-Policy allows no data: in scripts and styles, and no inline script.
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      license: { fileName: "assets/licenses.txt" },
      // shaka-player, which is loaded by viewers of DASH alone.
      chunkSizeWarningLimit: 700,
      rolldownOptions: { input: pages.map((page) => join(sourceFolder, page)) },
    },
  });
}

/** A hash of every source and of the lockfile, which pins what is bundled and what bundles. */
async function sourceKey(): Promise<string> {
  const entries = await readdir(sourceFolder, { recursive: true, withFileTypes: true });
  const sources = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const hash = createHash("sha256");
  for (const file of [import.meta.filename, join(projectRoot, "package-lock.json"), ...sources.sort()]) {
    hash.update(`\0${file.slice(projectRoot.length)}\0`).update(await readFile(file));
  }
  return hash.digest("hex").slice(0, 16);
}
