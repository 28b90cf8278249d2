import { InvalidArgumentError } from "@commander-js/extra-typings";
import { InputError, parseOutputFolder } from "../core/index.ts";
import { type Credentials, isOciAddress, OciRepository } from "./oci-repository.ts";
import { StaticRepository } from "./static-repository.ts";
import type { PublishTarget } from "./target.ts";

/**
 * Reads where to publish: `oci://HOST/PATH`, or a folder. What looks like another address or like a Windows path is no
 * folder's name, since a folder would be made of it.
 */
export function parseTarget(value: string): string {
  if (isOciAddress(value)) return value;
  if (/^[^/]*:/.test(value)) {
    throw new InvalidArgumentError(
      "It is neither oci://HOST/PATH nor a folder. A chart repository is published to its folder, not to its address; " +
        "a folder with a colon in its name is written ./NAME.",
    );
  }
  if (value.includes("\\")) throw new InvalidArgumentError("Write a folder's path with /, not with \\.");
  if (value.trim() === "") throw new InvalidArgumentError("It is empty. Give oci://HOST/PATH or a folder.");
  return parseOutputFolder(value);
}

export interface TargetOptions {
  /** Speak HTTP to a registry. */
  readonly plainHttp?: boolean | undefined;
  readonly credentials?: Credentials | undefined;
}

/**
 * Opens a target.
 * @param address as parseTarget takes it
 * @param scope what ends it
 */
export async function openTarget(
  address: string,
  options: TargetOptions,
  scope: AsyncDisposableStack,
): Promise<PublishTarget> {
  if (!isOciAddress(address)) return new StaticRepository(address);
  const { plainHttp = false, credentials } = options;
  return scope.use(await OciRepository.open(address, { plainHttp, credentials }));
}

/** The environment variables of a registry's login. */
export const credentialVariables = { username: "REGISTRY_USERNAME", password: "REGISTRY_PASSWORD" } as const;

/**
 * The login that the environment gives.
 * @throws InputError for half of one
 */
export function environmentCredentials(): Credentials | undefined {
  const { username: user, password: secret } = credentialVariables;
  const { [user]: username, [secret]: password } = process.env;
  if (!username && !password) return undefined;
  if (username && password) return { username, password };
  const what = "Only one of the two variables of a registry's login is set.";
  throw new InputError({ what, where: `${user}, ${secret}`, hint: "Set both, or none." });
}
