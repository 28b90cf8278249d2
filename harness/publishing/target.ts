import { InputError } from "../core/index.ts";
import type { PackageFile } from "./package-file.ts";

/** What a target has of a package. */
export interface Presence {
  /** All of it, the archive without its provenance, or nothing. */
  readonly has: "all" | "unsigned" | "nothing";
  /** The manifest's digest in a registry, `sha256:...`. */
  readonly digest?: string;
}

/** A place where a package is published. */
export interface PublishTarget {
  /** As the person named it. */
  readonly address: string;
  /**
   * Looks for this version, and changes nothing.
   * @throws InputError when the version is there with other bytes
   */
  look(packed: PackageFile): Promise<Presence>;
  /**
   * Publishes what is missing.
   * @param has what it has
   * @returns what it has then
   */
  put(packed: PackageFile, has: "unsigned" | "nothing"): Promise<Presence>;
}

/** What became of a package at a target. */
export interface Published {
  readonly to: string;
  /** False where it was there already. */
  readonly changed: boolean;
  /** The manifest's digest in a registry, `sha256:...`. */
  readonly digest?: string;
}

/**
 * Publishes a package to every target. All are looked at before the first is changed.
 * @throws InputError when a target has the version with other bytes, HelmError when a target does not answer
 */
export async function pushChart(packed: PackageFile, targets: readonly PublishTarget[]): Promise<Published[]> {
  const seen: (readonly [PublishTarget, Presence])[] = [];
  for (const target of targets) seen.push([target, await target.look(packed)]);
  const published: Published[] = [];
  for (const [target, before] of seen) {
    const changed = before.has !== "all";
    const { digest } = before.has === "all" ? before : await target.put(packed, before.has);
    published.push({ to: target.address, changed, ...(digest ? { digest } : {}) });
  }
  return published;
}

/** The version is there, and is another. */
export function otherBytes({ name, version }: PackageFile, where: string): InputError {
  const what = `${name} ${version} is published already, with other bytes.`;
  return new InputError({ what, where, hint: "A published version never changes. Publish the next one." });
}
