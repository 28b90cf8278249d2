import { readFile } from "node:fs/promises";
import { text } from "node:stream/consumers";
import { InputError } from "../core/index.ts";
import type { Signing } from "./release-archive.ts";

/** What a command line says of signing. */
export interface SigningOptions {
  readonly sign?: true | undefined;
  readonly key?: string | undefined;
  readonly keyring?: string | undefined;
  readonly keyUrl?: string | undefined;
  /** Path, or `-` for standard input. */
  readonly passphraseFile?: string | undefined;
}

/**
 * How a package is to be signed.
 * @returns undefined where it is not
 * @throws InputError where only a part is said, or the passphrase cannot be read
 */
export async function readSigning(options: SigningOptions): Promise<Signing | undefined> {
  const { sign, key, keyring, keyUrl, passphraseFile } = options;
  const given = [key, keyring, keyUrl, passphraseFile].some((option) => option !== undefined);
  if (!sign && !given) return undefined;
  if (!(sign && key && keyring && keyUrl)) {
    const hint = "Give all of --sign, --key, --keyring and --key-url, or none.";
    throw new InputError({ what: "It is not said whether to sign, or how.", where: "the command line", hint });
  }
  const passphrase = passphraseFile === undefined ? {} : { passphrase: await readPassphrase(passphraseFile) };
  return { key, keyring, keyUrl, ...passphrase };
}

async function readPassphrase(file: string): Promise<string> {
  try {
    const content = file === "-" ? await text(process.stdin) : await readFile(file, "utf8");
    return content.split(/\r?\n/)[0] ?? "";
  } catch (cause) {
    const hint = "Name a file whose first line is the passphrase.";
    throw new InputError({ what: "The passphrase cannot be read.", where: file, hint, cause });
  }
}
