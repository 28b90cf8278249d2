/** A container registry on this machine, for tests: all in memory. */
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import getPort from "get-port";
import { ChildProcess, waitForStart } from "../core/index.ts";
import { fetchedTool } from "../tools/index.ts";

export interface OciRegistryOptions {
  /** Folder for its configuration and log. */
  readonly folder: string;
  /** Who may come in, as `NAME:BCRYPT` lines; everybody by default. */
  readonly htpasswd?: string;
}

/** A registry that runs. */
export class OciRegistry implements AsyncDisposable {
  /** `127.0.0.1:PORT`; it speaks HTTP. */
  readonly host: string;
  readonly #process: ChildProcess;

  private constructor(host: string, process: ChildProcess) {
    this.host = host;
    this.#process = process;
  }

  /**
   * Starts a registry on a free port of loopback and waits until it answers.
   * @throws ToolError when it cannot be built or ends
   */
  static async start({ folder, htpasswd }: OciRegistryOptions): Promise<OciRegistry> {
    const host = `127.0.0.1:${await getPort({ host: "127.0.0.1" })}`;
    const configuration = join(folder, "registry.json");
    const users = join(folder, "registry.htpasswd");
    if (htpasswd) await writeFile(users, htpasswd, { mode: 0o600 });
    // https://distribution.github.io/distribution/about/configuration/; JSON is YAML.
    const settings = {
      version: "0.1",
      log: { level: "error", accesslog: { disabled: true } },
      storage: { inmemory: {} },
      http: { addr: host },
      ...(htpasswd ? { auth: { htpasswd: { realm: "test", path: users } } } : {}),
    };
    await writeFile(configuration, JSON.stringify(settings));
    const process = ChildProcess.start(await fetchedTool("oci-registry"), ["serve", configuration], {
      title: "the registry",
      log: join(folder, "registry.log"),
      stopSignal: "SIGTERM",
      // It would send traces to a collector otherwise.
      environment: { OTEL_TRACES_EXPORTER: "none" },
    });
    try {
      await waitForStart(process, `the registry at ${host}`, async () => {
        await fetch(`http://${host}/v2/`);
      });
    } catch (error) {
      await process.stop();
      throw error;
    }
    return new OciRegistry(host, process);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#process.stop();
  }
}
