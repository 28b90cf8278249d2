import { randomBytes } from "node:crypto";
import { basename } from "node:path";
import { helm } from "../../chart/index.ts";
import { type KindCluster, kubectl, makeNamespace } from "../../cluster/index.ts";
import { imageValues } from "../../image/index.ts";
import type { Configuration } from "./configuration.ts";

/** How a release is made, beside its values. */
export interface Trial {
  readonly cluster: KindCluster;
  readonly configuration: Configuration;
  /** `repository:tag`, which the node has. */
  readonly image: string;
}

/** A release under a random name in a namespace of its own, which takes only pods of the `restricted` standard. */
export class TrialRelease {
  /** Of the release and of the namespace. */
  readonly name: string;
  readonly #trial: Trial;

  private constructor(name: string, trial: Trial) {
    this.name = name;
    this.#trial = trial;
  }

  /**
   * Makes the namespace.
   * @param folder the chart's; its name begins the release's, as with ct
   * @throws ToolError when the cluster does not take it
   */
  static async create(folder: string, trial: Trial): Promise<TrialRelease> {
    const name = `${basename(folder)}-${randomBytes(5).toString("hex")}`;
    await makeNamespace(trial.cluster, name);
    return new TrialRelease(name, trial);
  }

  /**
   * Installs a chart and waits until every pod is ready.
   * @param chart its folder or archive
   * @param valuesFile its values
   * @param args further arguments
   * @throws HelmError
   */
  async install(chart: string, valuesFile: string, args: readonly string[] = []): Promise<void> {
    await this.#helm(["install", this.name, chart, "--wait", "--values", valuesFile, ...this.#image(), ...args]);
  }

  /**
   * Upgrades to a chart with the release's values and waits until every pod is ready.
   * @throws HelmError
   */
  async upgrade(chart: string): Promise<void> {
    const { upgradeStrategy } = this.#trial.configuration;
    await this.#helm(["upgrade", this.name, chart, `--${upgradeStrategy}`, "--wait", ...this.#image()]);
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
    await kubectl(this.#trial.cluster, ["delete", "namespace", this.name, "--timeout", "120s"]);
  }

  /** As strings: a tag may look like a number. */
  #image(): string[] {
    const { repository, tag } = imageValues(this.#trial.image);
    return ["--set-string", `image.repository=${repository}`, "--set-string", `image.tag=${tag}`];
  }

  async #helm(args: readonly string[]): Promise<void> {
    const { cluster, configuration } = this.#trial;
    const where = ["--namespace", this.name, "--kubeconfig", cluster.kubeconfig];
    await helm([...args, ...where, ...configuration.helmExtraArgs], `release ${this.name}`);
  }
}
