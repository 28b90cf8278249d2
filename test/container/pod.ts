import { chmod, mkdtemp, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { GenericContainer, type StartedTestContainer, Wait } from "testcontainers";
import { inject } from "vitest";
import { type Tier, type TierContainer, type TierPodSpec, tierFiles } from "../../harness/chart/index.ts";
import { only, type Rendered } from "../render/rendered.ts";

export const { image, folder, label } = inject("containers");

export interface PodOptions {
  /** Instead of the pod's own command. */
  readonly command?: readonly string[];
  /** Addresses by host name, as cluster DNS would know them. */
  readonly hosts?: Readonly<Record<string, string>>;
  readonly environment?: Readonly<Record<string, string>>;
  /**
   * Instead of the pod's volumes: options of a tmpfs, and read-only folders of this machine, by path in the container.
   */
  readonly mounts?: {
    readonly tmpfs: Readonly<Record<string, string>>;
    readonly binds: Readonly<Record<string, string>>;
  };
  /** Options of a volume's tmpfs by the volume's name, instead of what an emptyDir is. */
  readonly tmpfs?: Readonly<Record<string, string>>;
}

/** A pod of the release in a container, with its volumes and its security context, as far as Docker knows them. */
export class Pod {
  readonly container: StartedTestContainer;
  readonly #log: ContainerLog;

  private constructor(container: StartedTestContainer, log: ContainerLog) {
    this.container = container;
    this.#log = log;
  }

  /** Starts a tier's pod with its own command, and waits until it is ready. */
  static async start(rendered: Rendered, tier: Tier, options: PodOptions = {}): Promise<Pod> {
    const log = new ContainerLog();
    const { containers } = specOf(rendered, tier);
    const { readinessProbe, ports } = only(containers);
    const http = ports.find(({ name }) => name === readinessProbe.httpGet.port)?.containerPort ?? 0;
    const described = await describePod(rendered, tier, options, log);
    const container = await described
      .withPorts(ports.map(({ containerPort }) => containerPort))
      .withWaitStrategy(Wait.forHttp(readinessProbe.httpGet.path, http).forStatusCode(200))
      .withStartupTimeout(30_000)
      .start()
      .catch((cause: unknown) => {
        throw new Error(`${tier} does not start: ${log.text}`, { cause });
      });
    return new Pod(container, log);
  }

  /** All that it wrote so far. */
  get log(): string {
    return this.#log.text;
  }

  /** `host:port` of a port inside the pod. */
  address(port: number): string {
    return `${this.container.getHost()}:${this.container.getMappedPort(port)}`;
  }

  /** Stops it as `docker stop` does, and waits for the end of its log. */
  async stop(seconds = 10): Promise<void> {
    await this.container.stop({ timeout: seconds * 1000 });
    await this.#log.ended;
  }
}

/**
 * Runs a tier's container to its end.
 * @returns whether it ended well, and what it wrote
 */
export async function runPod(
  rendered: Rendered,
  tier: Tier,
  options: PodOptions,
): Promise<{ ok: boolean; log: string }> {
  const log = new ContainerLog();
  const described = await describePod(rendered, tier, options, log);
  const started = described.withWaitStrategy(Wait.forOneShotStartup()).start();
  const ok = await started.then(
    () => true,
    () => false,
  );
  await log.ended;
  if (ok) await (await started).stop();
  return { ok, log: log.text };
}

class ContainerLog {
  text = "";
  readonly ended: Promise<void>;
  #end: () => void = () => {};

  constructor() {
    this.ended = new Promise((resolve) => {
      this.#end = resolve;
    });
  }

  readonly read = (stream: Readable): void => {
    stream.on("data", (chunk: Buffer) => {
      this.text += chunk.toString();
    });
    stream.once("close", this.#end).once("end", this.#end);
  };
}

/** Says what testcontainers has no word for. */
class PodContainer extends GenericContainer {
  withSecurityContext({ securityContext: own }: TierContainer, { securityContext: pod }: TierPodSpec): this {
    const { runAsUser, runAsGroup } = pod as { runAsUser: number; runAsGroup: number };
    const { capabilities } = own as { capabilities?: { drop?: string[] } };
    this.hostConfig.ReadonlyRootfs = own["readOnlyRootFilesystem"] === true;
    this.withDroppedCapabilities(...(capabilities?.drop ?? []));
    if (own["allowPrivilegeEscalation"] === false) this.withSecurityOpt("no-new-privileges");
    return this.withUser(`${runAsUser}:${runAsGroup}`);
  }

  /** On loopback alone: a test opens nothing to the network. */
  withPorts(ports: readonly number[]): this {
    this.withExposedPorts(...ports);
    const bindings = ports.map((port) => [`${port}/tcp`, [{ HostIp: "127.0.0.1", HostPort: "0" }]]);
    this.hostConfig.PortBindings = Object.fromEntries(bindings);
    return this;
  }
}

function specOf(rendered: Rendered, tier: Tier): TierPodSpec {
  return rendered[tier].template.spec;
}

async function describePod(
  rendered: Rendered,
  tier: Tier,
  options: PodOptions,
  log: ContainerLog,
): Promise<PodContainer> {
  const spec = specOf(rendered, tier);
  const container = only(spec.containers);
  const tmpfs: Record<string, string> = { ...options.mounts?.tmpfs };
  const binds = Object.entries(options.mounts?.binds ?? {}).map(([target, source]) => ({
    source,
    target,
    mode: "ro" as const,
  }));
  for (const { name, mountPath } of options.mounts ? [] : container.volumeMounts) {
    const volume = spec.volumes.find((each) => each.name === name);
    if (volume?.configMap) {
      binds.push({ source: await configFolder(rendered, tier), target: mountPath, mode: "ro" as const });
    } else {
      // As the kubelet leaves an emptyDir for a pod with an fsGroup.
      tmpfs[mountPath] = options.tmpfs?.[name] ?? `rw,uid=0,gid=${spec.securityContext["fsGroup"]},mode=2770`;
    }
  }
  const hosts = Object.entries(options.hosts ?? {}).map(([host, ipAddress]) => ({ host, ipAddress }));
  const [labelName = "", labelValue = ""] = label.split("=");
  return (
    new PodContainer(image)
      // setup.ts cleans up: the helper image that testcontainers would use may be out of reach.
      .withAutoCleanup(false)
      .withSecurityContext(container, spec)
      .withCommand([...(options.command ?? container.command)])
      .withLabels({ [labelName]: labelValue })
      .withEnvironment({ ...options.environment })
      .withBindMounts(binds)
      .withTmpFs(tmpfs)
      .withExtraHosts(hosts)
      .withLogConsumer(log.read)
  );
}

/** The ConfigMap, as the kubelet would mount it. */
async function configFolder(rendered: Rendered, tier: Tier): Promise<string> {
  const config = await mkdtemp(join(folder, `${tier}-`));
  // Open to the pod's user; mkdtemp makes it for its owner alone.
  await chmod(config, 0o755);
  for (const [name, text] of Object.entries(tierFiles(rendered.manifests, tier))) {
    await writeFile(join(config, name), text);
  }
  return config;
}
