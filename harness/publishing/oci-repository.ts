/** A repository in an OCI registry. */
import { existsSync } from "node:fs";
import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { HelmError, type HelmSettings, helm } from "../chart/index.ts";
import { InputError, sha256, type TemporaryFolder, temporaryFolder } from "../core/index.ts";
import { provenanceOf } from "../releasing/index.ts";
import { helm4 } from "../tools/index.ts";
import type { PackageFile } from "./package-file.ts";
import { otherBytes, type Presence, type PublishTarget } from "./target.ts";

/** Who pushes. */
export interface Credentials {
  readonly username: string;
  readonly password: string;
}

export interface OciOptions {
  /** HTTP instead of HTTPS; only on this machine. */
  readonly plainHttp?: boolean;
  /** Instead of those that `helm registry login` or `docker login` keep. */
  readonly credentials?: Credentials | undefined;
}

const scheme = "oci://";

/** Is it the address of a repository in a registry? */
export function isOciAddress(address: string): boolean {
  return address.startsWith(scheme);
}

/** A place for charts in a registry, `oci://HOST/PATH`: the chart's name and version are added. */
export class OciRepository implements PublishTarget, AsyncDisposable {
  readonly address: string;
  readonly #flags: readonly string[];
  readonly #settings: HelmSettings;
  readonly #folder: TemporaryFolder;

  private constructor(address: string, flags: readonly string[], settings: HelmSettings, folder: TemporaryFolder) {
    this.address = address;
    this.#flags = flags;
    this.#settings = settings;
    this.#folder = folder;
  }

  /**
   * Logs in, where credentials are given: for this object alone.
   * @param address `oci://HOST/PATH`
   * @throws InputError for an address that is none, HelmError when the registry refuses the credentials
   */
  static async open(address: string, { plainHttp = false, credentials }: OciOptions = {}): Promise<OciRepository> {
    const host = hostOf(address);
    if (plainHttp && !/^(localhost|127\.0\.0\.1|\[::1\])(:|$)/.test(host)) {
      const hint = "Leave --plain-http out: only a registry on this machine is spoken to in the clear.";
      throw new InputError({
        what: "Credentials and charts would go over the network in the clear.",
        where: address,
        hint,
      });
    }
    const flags = plainHttp ? ["--plain-http"] : [];
    const folder = await temporaryFolder(join(tmpdir(), "hls-cloud-registry-"));
    try {
      const program = await helm4();
      const file = credentials ? join(folder.path, "login.json") : await userRegistryConfig(program);
      const settings = { program, environment: { HELM_REGISTRY_CONFIG: file } };
      if (credentials) await login(host, flags, credentials, settings);
      return new OciRepository(address, flags, settings, folder);
    } catch (error) {
      await folder[Symbol.asyncDispose]();
      throw error;
    }
  }

  async look(packed: PackageFile): Promise<Presence> {
    const folder = await mkdtemp(join(this.#folder.path, "pull-"));
    const reference = `${this.address}/${packed.name}`;
    const args = ["pull", reference, "--version", packed.version, "--prov", "--destination", folder];
    const said = await this.#helm(args).catch((error: unknown) => {
      if (error instanceof HelmError && /: not found$/m.test(error.output)) return undefined;
      throw error;
    });
    if (said === undefined) return { has: "nothing" };
    const pulled = join(folder, basename(packed.file));
    if ((await sha256(pulled)) !== packed.digest) throw otherBytes(packed, `${reference}:${packed.version}`);
    const unsigned = packed.provenance && !existsSync(provenanceOf(pulled));
    return { has: unsigned ? "unsigned" : "all", ...manifestDigest(said) };
  }

  async put(packed: PackageFile): Promise<Presence> {
    // helm takes the provenance along, from beside the archive.
    return { has: "all", ...manifestDigest(await this.#helm(["push", packed.file, this.address])) };
  }

  /** Removes the login, which was for this object alone. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.#folder[Symbol.asyncDispose]();
  }

  #helm(args: readonly string[]): Promise<string> {
    return helm([...args, ...this.#flags], { where: this.address, ...this.#settings });
  }
}

/** From what helm says of a push or a pull. */
function manifestDigest(said: string): { readonly digest?: string } {
  const digest = /^Digest: (\S+)$/m.exec(said)?.[1];
  return digest ? { digest } : {};
}

function hostOf(address: string): string {
  const [, host] = /^oci:\/\/([^/\s@]+)(\/[^\s:]+)$/.exec(address) ?? [];
  if (host) return host;
  const hint =
    "Write oci://HOST/PATH, such as oci://registry.example.com/charts, without a version, a user or a password.";
  throw new InputError({ what: "The address is not one of a registry.", where: address, hint });
}

/** Where helm keeps the logins of the person who runs this. */
async function userRegistryConfig(program: string): Promise<string> {
  const { HELM_CONFIG_HOME = "", HELM_REGISTRY_CONFIG } = process.env;
  // Empty: helm takes the folder that is the user's by the system's conventions.
  const environment = { HELM_CONFIG_HOME, ...(HELM_REGISTRY_CONFIG ? { HELM_REGISTRY_CONFIG } : {}) };
  return (await helm(["env", "HELM_REGISTRY_CONFIG"], { where: "helm", program, environment })).trim();
}

async function login(host: string, flags: readonly string[], who: Credentials, settings: HelmSettings): Promise<void> {
  const args = ["registry", "login", host, "--username", who.username, "--password-stdin", ...flags];
  await helm(args, { where: host, ...settings, input: who.password });
}
