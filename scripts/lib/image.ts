import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { docker, inspectImage } from "./docker.ts";
import { ToolError } from "./errors.ts";
import { findBase } from "./image-base.ts";
import { projectRoot } from "./project.ts";

/** The folder that the builder sees. */
const context = join(projectRoot, "image");

const baseLabel = "org.opencontainers.image.base.name";

/** Told each step of a build. */
export type Progress = (message: string) => void;

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
  const dockerfile = await readFile(join(context, "Dockerfile"), "utf8");
  const wantedBase = defaultBase(dockerfile);
  const name = `hls-cloud:${await contentTag(wantedBase)}`;
  const existing = await inspectImage(name);
  if (existing) return { name, base: existing.labels[baseLabel] ?? wantedBase, bytes: existing.bytes };
  const base = await findBase(wantedBase, progress);
  await build(name, base, progress);
  const built = await inspectImage(name);
  return { name, base, bytes: built?.bytes ?? 0 };
}

/** The base that the Dockerfile names: `ARG BASE=...`. */
function defaultBase(dockerfile: string): string {
  const base = /^ARG BASE=(\S+)$/m.exec(dockerfile)?.[1];
  if (base) return base;
  const where = join(context, "Dockerfile");
  const hint = "Begin it with: ARG BASE=debian:bookworm-slim";
  throw new ToolError({ what: "The Dockerfile names no base.", where, hint, command: "docker build" });
}

/** A hash of the base's name and of every file that the builder sees, its Dockerfile included. */
async function contentTag(base: string): Promise<string> {
  const entries = await readdir(context, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const hash = createHash("sha256").update(base);
  for (const file of files.sort()) {
    hash.update(`\0${file.slice(context.length)}\0`).update(await readFile(file));
  }
  return hash.digest("hex").slice(0, 12);
}

async function build(name: string, base: string, progress: Progress): Promise<void> {
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
