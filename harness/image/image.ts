import { createHash } from "node:crypto";
import { cp, readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { ensureWatchPage, readChartMetadata } from "../chart/index.ts";
import { inTemporaryFolder, type Progress, projectRoot, ToolError } from "../core/index.ts";
import { docker, inspectImage } from "./docker.ts";
import { findBase } from "./image-base.ts";

const dockerfilePath = join(projectRoot, "image/Dockerfile");

const baseLabel = "org.opencontainers.image.base.name";

export interface Image {
  /** `repository:tag`; the tag is made of all that goes into the image. */
  readonly name: string;
  /** The image that it is built from. */
  readonly base: string;
  /** Size on disk, unpacked. */
  readonly bytes: number;
}

/**
 * The image of both tiers, built where this machine's Docker does not have it yet.
 * @throws ToolError when Docker does not answer or the build fails
 */
export async function ensureImage(progress: Progress = () => {}): Promise<Image> {
  return inTemporaryFolder("image", async (context) => buildContext(await layOutContext(context), progress));
}

/**
 * An image of what a folder holds, built where this machine's Docker does not have it yet.
 * @param context the Dockerfile, and what it copies
 * @throws ToolError when Docker does not answer or the build fails
 */
export async function buildContext(context: string, progress: Progress): Promise<Image> {
  const wantedBase = defaultBase(await readFile(join(context, "Dockerfile"), "utf8"));
  const name = `hls-cloud:${await contentTag(wantedBase, context)}`;
  const existing = await inspectImage(name);
  if (existing) return { name, base: existing.labels[baseLabel] ?? wantedBase, bytes: existing.bytes };
  const base = await findBase(wantedBase, progress);
  await build(name, base, context, progress);
  const built = await inspectImage(name);
  return { name, base, bytes: built?.bytes ?? 0 };
}

/**
 * Gives an image of this machine's Docker the name that the chart asks for: the chart's appVersion is its tag.
 * @param image its name now
 * @param repository where it is to be pushed to, such as `registry.example.com/hls-cloud`
 * @returns the name, `repository:appVersion`
 * @throws ToolError when Docker does not take the name
 */
export async function nameForChart(image: string, repository: string): Promise<string> {
  const name = await chartImage(repository);
  await docker(["tag", image, name], { hint: "Give --repository a registry's host and a path, without a tag." });
  return name;
}

/** The image that the chart asks for where its repository is told: its tag is the chart's appVersion. */
export async function chartImage(repository: string): Promise<string> {
  return `${repository}:${(await readChartMetadata()).appVersion}`;
}

/**
 * What the chart's `image` is told for an image.
 * @param name `repository:tag`
 */
export function imageValues(name: string): { readonly repository: string; readonly tag: string } {
  // The last colon: a registry's port has one too.
  const colon = name.lastIndexOf(":");
  return { repository: name.slice(0, colon), tag: name.slice(colon + 1) };
}

/** The base that the Dockerfile names: `ARG BASE=...`. */
function defaultBase(dockerfile: string): string {
  const base = /^ARG BASE=(\S+)$/m.exec(dockerfile)?.[1];
  if (base) return base;
  const where = dockerfilePath;
  const hint = "Begin it with: ARG BASE=debian:bookworm-slim";
  throw new ToolError({ what: "The Dockerfile names no base.", where, hint, command: "docker build" });
}

/** A hash of all that goes into the image: the base's name and every file that the build sees. */
async function contentTag(base: string, context: string): Promise<string> {
  const entries = await readdir(context, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const hash = createHash("sha256").update(base);
  for (const file of files.sort()) {
    hash.update(`\0${file.slice(context.length)}\0`).update(await readFile(file));
  }
  return hash.digest("hex").slice(0, 12);
}

/**
 * Lays out what a builder of images sees: the Dockerfile and the watch page.
 * @param folder made where it does not exist; what it has of the same names is replaced
 * @returns the folder
 */
export async function layOutContext(folder: string): Promise<string> {
  await cp(dockerfilePath, join(folder, "Dockerfile"));
  await cp(await ensureWatchPage(), join(folder, "web"), { recursive: true });
  return folder;
}

/** Builds an image of a context. */
async function build(name: string, base: string, context: string, progress: Progress): Promise<void> {
  // The machine's own network: what reaches its package mirror (a proxy, a resolver) then holds for the build as well.
  const args = ["build", "--network", "host", "--build-arg", `BASE=${base}`, "--tag", name, ...proxies(), context];
  const hint =
    "Read the message above. Check the connection to Debian's package mirror, then start the same command again.";
  await docker(args, { hint, onLine: (line) => progress(`building: ${line.trim()}`) });
}

/** Arguments of `docker build`: Docker hands these to the build and keeps them out of the image. */
export function proxies(): string[] {
  const names = ["http_proxy", "https_proxy", "no_proxy"].flatMap((name) => [name, name.toUpperCase()]);
  return names.filter((name) => process.env[name]).flatMap((name) => ["--build-arg", name]);
}
