import { mkdtemp, readdir } from "node:fs/promises";
import { join } from "node:path";
import { runTool, sha256, ToolError } from "../core/index.ts";
import { ensurePip } from "./pip.ts";

/** One file of a package registry: an npm package's tarball or a Python wheel. */
export interface PinnedPackage {
  /** The package and its exact version: `name@1.2.3` of npm, `name==1.2.3` of PyPI. */
  readonly spec: string;
  /** The file's SHA-256, in hex. */
  readonly sha256: string;
}

/**
 * Fetches an npm package's tarball. Packed, not installed: the packages' own dependencies are large and not needed.
 * @param wanted the package
 * @param folder where a new folder for it is made
 * @returns the tarball's path
 * @throws ToolError when the package cannot be fetched or is not the pinned one
 */
export function fetchNpmPackage(wanted: PinnedPackage, folder: string): Promise<string> {
  const command = (into: string) => ["npm", "pack", wanted.spec, "--pack-destination", into, "--loglevel=error"];
  return fetchPinned(wanted, folder, command, "npm");
}

/**
 * Fetches a wheel for this platform. It is a zip, and nothing is installed from it.
 * @param wanted the package
 * @param folder where a new folder for it is made
 * @returns the wheel's path
 * @throws ToolError when the package cannot be fetched or is not the pinned one
 */
export async function fetchWheel(wanted: PinnedPackage, folder: string): Promise<string> {
  await ensurePip();
  const rest = ["--no-deps", "--only-binary=:all:", "--quiet", "--disable-pip-version-check", wanted.spec];
  const command = (into: string) => ["python3", "-m", "pip", "download", "--dest", into, ...rest];
  return fetchPinned(wanted, folder, command, "Python package");
}

async function fetchPinned(
  wanted: PinnedPackage,
  folder: string,
  commandFor: (into: string) => string[],
  registry: string,
): Promise<string> {
  const into = await mkdtemp(join(folder, "fetched-"));
  const [program = "", ...args] = commandFor(into);
  const command = [program, ...args].join(" ");
  const where = wanted.spec;
  const hint = `Check that ${program} works and reaches the ${registry} registry, or install the program on PATH.`;
  await runTool(program, args, { title: "Fetching a package", where, hint, cwd: into });
  const [name = ""] = await readdir(into);
  const file = join(into, name);
  const found = await sha256(file);
  if (found === wanted.sha256) return file;
  const what = `The package that came is not the pinned one (sha256 ${found}, not ${wanted.sha256}).`;
  throw new ToolError({ what, where, hint: "Do not use it. Ask who runs the registry.", command });
}
