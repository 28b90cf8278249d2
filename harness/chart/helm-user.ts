/** Somebody who uses helm on this machine, with folders of their own instead of the real user's. */
import { mkdir, symlink } from "node:fs/promises";
import { createRequire } from "node:module";
import { delimiter, join } from "node:path";
import type helmTs from "helm-ts";
import { fetchedTool } from "../tools/index.ts";
import { helm, type Values } from "./helm.ts";

// As CommonJS, which it is: as a module, its default export is another thing in Node than in Vitest.
const loaded = createRequire(import.meta.url)("helm-ts") as typeof helmTs;

export class HelmUser {
  /** What makes helm use the folders. */
  readonly environment: Readonly<Record<string, string>>;
  readonly #folder: string;

  /**
   * @param folder where the repositories, logins and caches are kept
   * @param kubeconfig the cluster's, where there is one
   */
  constructor(folder: string, kubeconfig?: string) {
    this.#folder = folder;
    this.environment = {
      HELM_CACHE_HOME: join(folder, "cache"),
      HELM_CONFIG_HOME: join(folder, "config"),
      HELM_DATA_HOME: join(folder, "data"),
      ...(kubeconfig ? { KUBECONFIG: kubeconfig } : {}),
    };
  }

  /**
   * Runs any helm command.
   * @param given values for `--values -`, which the arguments must name, or what else helm reads on stdin
   * @returns helm's stdout
   * @throws HelmError
   */
  helm(args: readonly string[], given: { readonly values?: Values; readonly input?: string } = {}): Promise<string> {
    const { values, ...rest } = given;
    return helm(args, { where: args.join(" "), inline: values, environment: this.environment, ...rest });
  }

  /**
   * Uses helm-ts, which starts the helm on PATH with this process's own variables: they are changed meanwhile.
   * @throws Error when helm fails, or writes anything on stderr
   */
  async helmTs<T>(use: (helm: typeof helmTs.default) => Promise<T>): Promise<T> {
    const programs = join(this.#folder, "bin");
    await mkdir(programs, { recursive: true });
    await symlink(await fetchedTool("helm"), join(programs, "helm")).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== "EEXIST") throw error;
    });
    const changed = { ...this.environment, PATH: `${programs}${delimiter}${process.env["PATH"]}` };
    const before = Object.keys(changed).map((name) => [name, process.env[name]] as const);
    Object.assign(process.env, changed);
    try {
      return await use(loaded.default);
    } finally {
      for (const [name, value] of before) {
        if (value === undefined) delete process.env[name];
        else process.env[name] = value;
      }
    }
  }
}
