import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { generateKey } from "openpgp";

/** A key to throw away. */
export interface SigningKey {
  /** A part of its user ID. */
  readonly email: string;
  readonly passphrase: string;
  readonly fingerprint: string;
  /** File of the secret key, as `gpg --export-secret-keys` writes it. */
  readonly secretKeyring: string;
  /** File of the public key, as `gpg --export` writes it. */
  readonly publicKeyring: string;
}

/**
 * Makes a key, locked by a passphrase.
 * @param folder where its keyrings go
 */
export async function signingKey(folder: string): Promise<SigningKey> {
  await mkdir(folder, { mode: 0o700 });
  const email = "release@example.com";
  const passphrase = "only for the tests";
  const { privateKey, publicKey } = await generateKey({
    type: "rsa",
    rsaBits: 2048,
    userIDs: [{ name: "Releases of a test", email }],
    passphrase,
    format: "object",
  });
  const [secretKeyring, publicKeyring] = [join(folder, "secring.gpg"), join(folder, "pubring.gpg")];
  await writeFile(secretKeyring, privateKey.write(), { mode: 0o600 });
  await writeFile(publicKeyring, publicKey.write());
  const fingerprint = publicKey.getFingerprint().toUpperCase();
  return { email, passphrase, fingerprint, secretKeyring, publicKeyring };
}
