import { randomBytes } from "node:crypto";
import { helm, template } from "../chart/index.ts";
import { type KindCluster, kubectl, makeNamespace } from "../cluster/index.ts";
import { HarnessError } from "../core/index.ts";
import { imageValues } from "../image/index.ts";
import { E2eError } from "./context.ts";
import { saveDiagnostics } from "./diagnostics.ts";
import type { PackagedChart } from "./release.ts";

/** Of installing, upgrading, testing and uninstalling, each. */
const patience = ["--timeout", "600s"];

/** A release under a random name in a namespace of its own, which takes only pods of the `restricted` standard. */
export class OwnRelease {
  /** Of the release and of the namespace. */
  readonly name = `release-${randomBytes(5).toString("hex")}`;
  readonly #cluster: KindCluster;

  /** @param cluster where it will be installed */
  constructor(cluster: KindCluster) {
    this.#cluster = cluster;
  }

  /**
   * Makes the namespace.
   * @throws ToolError when the cluster does not take it
   */
  async prepare(): Promise<void> {
    await makeNamespace(this.#cluster, this.name);
  }

  /**
   * Installs a chart and waits until every pod is ready.
   * @param packaged the chart and its image
   * @param valuesFile its values
   * @param args further arguments
   * @throws HelmError
   */
  async install({ chart, image }: PackagedChart, valuesFile: string, args: readonly string[] = []): Promise<void> {
    await this.#helm(["install", this.name, chart, "--wait", "--values", valuesFile, ...imageArgs(image), ...args]);
  }

  /**
   * Upgrades to a chart with the release's values and waits until every pod is ready.
   * @throws HelmError
   */
  async upgrade({ chart, image }: PackagedChart): Promise<void> {
    // A newer chart has values that the older one's release does not know.
    await this.#helm(["upgrade", this.name, chart, "--reset-then-reuse-values", "--wait", ...imageArgs(image)]);
  }

  /**
   * Runs `helm test`.
   * @throws HelmError
   */
  async test(): Promise<void> {
    await this.#helm(["test", this.name]);
  }

  /**
   * Uninstalls the release and deletes its namespace.
   * @throws HelmError or ToolError
   */
  async remove(): Promise<void> {
    await this.#helm(["uninstall", this.name, "--wait"]);
    await kubectl(this.#cluster, ["delete", "namespace", this.name, "--timeout", "120s"]);
  }

  async #helm(args: readonly string[]): Promise<void> {
    const where = ["--namespace", this.name, "--kubeconfig", this.#cluster.kubeconfig];
    await helm([...args, ...where, ...patience], { where: `release ${this.name}` });
  }
}

/** As strings: a tag may look like a number. */
function imageArgs(image: string): string[] {
  const { repository, tag } = imageValues(image);
  return ["--set-string", `image.repository=${repository}`, "--set-string", `image.tag=${tag}`];
}

/**
 * Gives a release its life, and removes it. One that fails stays for as long as the cluster does, and leaves its
 * diagnostics.
 * @param chart what is rendered for the diagnostics, with the values file
 * @param live what is done with it
 * @throws E2eError, or what is no HarnessError, at the first thing that fails
 */
export async function inOwnRelease(
  cluster: KindCluster,
  { chart, file }: { readonly chart: string; readonly file: string },
  live: (release: OwnRelease) => Promise<void>,
): Promise<void> {
  const release = new OwnRelease(cluster);
  try {
    await release.prepare();
    await live(release);
    await release.remove();
  } catch (error) {
    const folder = await saveDiagnostics(cluster, release.name, await template(chart, { values: [file] }));
    if (!(error instanceof HarnessError)) throw error;
    const hint = `The diagnostics are in ${folder}`;
    throw new E2eError({ what: error.what, where: error.where, hint, cause: error });
  }
}
