/** An archive that is to be published. */
import { existsSync } from "node:fs";
import { basename } from "node:path";
import { load } from "js-yaml";
import { helm } from "../chart/index.ts";
import { InputError, sha256 } from "../core/index.ts";
import { provenanceOf } from "../releasing/index.ts";

export interface PackageFile {
  /** Its path. */
  readonly file: string;
  readonly name: string;
  readonly version: string;
  /** SHA-256 in hexadecimal, as index.yaml has it. */
  readonly digest: string;
  /** Path of its provenance, where it is signed. */
  readonly provenance?: string;
}

/**
 * Reads what an archive is.
 * @param file its path, `NAME-VERSION.tgz`
 * @throws HelmError when it is no chart, InputError when it has another file's name
 */
export async function readPackage(file: string): Promise<PackageFile> {
  const { name, version } = load(await helm(["show", "chart", file], { where: file })) as {
    name: string;
    version: string;
  };
  if (basename(file) !== `${name}-${version}.tgz`) {
    const hint = `Call the file ${name}-${version}.tgz, as npm run package does.`;
    throw new InputError({ what: `The archive holds ${name} ${version}, and has another name.`, where: file, hint });
  }
  const provenance = provenanceOf(file);
  const digest = await sha256(file);
  return { file, name, version, digest, ...(existsSync(provenance) ? { provenance } : {}) };
}
