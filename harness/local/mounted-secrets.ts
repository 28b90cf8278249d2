import { mkdir, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type Manifest, type Tier, tierSecretVolumes } from "../chart/index.ts";

/** Contents by file name. */
export type SecretFiles = Readonly<Record<string, string>>;

/**
 * Writes the Secrets that a tier's pods mount, as the kubelet does.
 * @param manifests a rendered release
 * @param others Secrets that the release names and does not make, by name
 */
export async function writeMountedSecrets(
  manifests: readonly Manifest[],
  tier: Tier,
  others: Readonly<Record<string, SecretFiles>> = {},
): Promise<void> {
  for (const { secretName, folder } of tierSecretVolumes(manifests, tier)) {
    await writeSecret(folder, others[secretName] ?? secretFiles(manifests, secretName));
  }
}

/** Replaces the files of a mounted Secret. Each changes as a whole. */
export async function writeSecret(folder: string, files: SecretFiles): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (const [name, text] of Object.entries(files)) {
    const file = join(folder, name);
    // In a pod they are open to its group; here nginx's workers may run as another user.
    await writeFile(`${file}.new`, text, { mode: 0o644 });
    await rename(`${file}.new`, file);
  }
}

/** What a Secret of the release holds; nothing where the release makes none of that name. */
export function secretFiles(manifests: readonly Manifest[], name: string): SecretFiles {
  const secret = manifests.find(({ kind, metadata }) => kind === "Secret" && metadata.name === name);
  const data = (secret?.["data"] ?? {}) as Record<string, string>;
  return Object.fromEntries(Object.entries(data).map(([file, text]) => [file, Buffer.from(text, "base64").toString()]));
}
