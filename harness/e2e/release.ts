/** The release that the end-to-end run installs. */
import { helm, type Manifest, type Tier, template, type Values } from "../chart/index.ts";
import { type KindCluster, kubectl, kubectlJson, makeNamespace } from "../cluster/index.ts";
import { waitFor } from "../core/index.ts";
import { imageValues } from "../image/index.ts";
import { fetchOk } from "../stream/index.ts";

/** The NodePorts at which the tiers are reached from outside. */
export const nodePorts = { rtmp: 31935, http: 30080 } as const;

const name = "hls";
const namespace = "streaming";
const placed = { release: name, namespace };

/** Names of kinds that Kubernetes makes by itself. */
const ownKinds = /^(events|events\.events\.k8s\.io|endpoints|endpointslices\.discovery\.k8s\.io|.*leases.*)$/;

/** One life of a pod: of ingest, the next one has the same name and another uid. */
export interface PodLife {
  readonly name: string;
  readonly uid: string;
}

interface Pod {
  readonly metadata: PodLife & { readonly deletionTimestamp?: string };
}

/** A ladder that leaves most of two cores to the cluster. */
export const smallLadder: Values = {
  ladder: [
    { name: "low", width: 160, videoBitrate: "100k", audioBitrate: "48k", preset: "ultrafast" },
    { name: "src", copy: true, maxBitrate: "3000k" },
  ],
  hls: { fragment: 2, playlistLength: 12 },
};

/** Less than the ladder asks for, so that three pods of each tier fit on two cores beside a control plane. */
export const smallRequests: Values = { resources: { requests: { cpu: "50m" } } };

/** What a release is installed with, beside the image and the NodePorts. */
export interface ReleaseValues extends Values {
  readonly ingest?: Values;
  readonly delivery?: Values;
}

/** One pod a tier and that ladder: there is room for the stream of `helm test`. */
export const smallest: ReleaseValues = { ...smallLadder, ingest: smallRequests, delivery: smallRequests };

/** A chart, and the image that it runs. */
export interface PackagedChart {
  /** Path of its package. */
  readonly chart: string;
  /** `repository:tag`, which the node has. */
  readonly image: string;
}

/** A release in a namespace that takes only pods of the `restricted` standard. */
export class Release implements PackagedChart {
  readonly #cluster: KindCluster;
  readonly #chart: string;
  readonly #image: string;
  #manifests: readonly Manifest[] = [];
  #before: readonly string[] = [];

  /**
   * @param chart the packaged chart
   * @param image `repository:tag`, which the node has
   */
  constructor(cluster: KindCluster, chart: string, image: string) {
    this.#cluster = cluster;
    this.#chart = chart;
    this.#image = image;
  }

  get namespace(): string {
    return namespace;
  }

  get chart(): string {
    return this.#chart;
  }

  get image(): string {
    return this.#image;
  }

  /** What was installed last. */
  get manifests(): readonly Manifest[] {
    return this.#manifests;
  }

  /** Makes the namespace, empty: what an earlier run left in a cluster that stayed up is removed. */
  async prepareNamespace(): Promise<void> {
    await kubectl(this.#cluster, ["delete", "namespace", namespace, "--ignore-not-found", "--wait", "--timeout=120s"]);
    await makeNamespace(this.#cluster, namespace);
    // The account and the certificate that every namespace has come a moment later.
    await waitFor("the namespace's own objects", { seconds: 30 }, async () => {
      const objects = await this.#objects();
      if (objects.length < 2) throw new Error(objects.join(", "));
      this.#before = objects;
    });
  }

  /**
   * Installs a chart and waits until every pod is ready.
   * @param packaged another chart than this release's own
   */
  async install(values: ReleaseValues = {}, packaged: PackagedChart = this): Promise<void> {
    this.#before = await this.#objects();
    await this.#deploy("install", packaged, values);
  }

  /** Upgrades to this release's own chart and waits until every pod is ready. */
  async upgrade(values: ReleaseValues): Promise<void> {
    await this.#deploy("upgrade", this, values);
  }

  /** Runs `helm test`. */
  async test(): Promise<void> {
    await this.#helm(["test", name, "--timeout", "120s"]);
  }

  /** @returns the objects that helm left in the namespace, which should be none */
  async uninstall(): Promise<readonly string[]> {
    await this.#helm(["uninstall", name, "--wait", "--timeout", "120s"]);
    return this.left();
  }

  /**
   * @returns the objects that came since the namespace was made or the last install began, once their end had its time
   */
  async left(): Promise<readonly string[]> {
    let left: readonly string[] = [];
    const check = async (): Promise<void> => {
      left = (await this.#objects()).filter((object) => !this.#before.includes(object));
      if (left.length > 0) throw new Error(left.join(", "));
    };
    // A pod's end takes its grace period.
    await waitFor("the end of the release's objects", { seconds: 60, period: 500 }, check).catch(() => {});
    return left;
  }

  /** A tier's pods that are not about to end. */
  async pods(tier: Tier): Promise<readonly PodLife[]> {
    const selector = `app.kubernetes.io/component=${tier}`;
    const where = ["--namespace", namespace, "--selector", selector];
    const { items } = await kubectlJson<{ items: readonly Pod[] }>(this.#cluster, ["get", "pods", ...where]);
    return items.filter(({ metadata }) => !metadata.deletionTimestamp).map(({ metadata }) => metadata);
  }

  /** The ingest pods that hold a publisher of the stream. One that ends or does not answer holds none. */
  async publishedAt(stream: string): Promise<readonly PodLife[]> {
    const pods = await this.pods("ingest");
    const stats = pods.map(({ name: pod }) => this.fetchFromPod(pod, "/stat").catch(() => ""));
    const holds = (await Promise.all(stats)).map((stat) => isPublished(stat, stream));
    return pods.filter((_, index) => holds[index]);
  }

  /** The one ingest pod that holds a stream. */
  async holderOf(stream: string): Promise<PodLife> {
    return waitFor(`one pod that holds ${stream}`, { seconds: 20 }, async () => {
      const [holder, ...others] = await this.publishedAt(stream);
      if (holder && others.length === 0) return holder;
      throw new Error([holder, ...others].map((pod) => pod?.name ?? "no pod").join(", "));
    });
  }

  /**
   * When an ingest pod accepted a publisher of a stream for the last time, as the pods' logs have it.
   * @param since milliseconds of the clock
   * @returns milliseconds of the clock, undefined when none did since
   */
  async acceptedAt(stream: string, since: number): Promise<number | undefined> {
    const where = ["--namespace", namespace, "--timestamps", `--since-time=${new Date(since).toISOString()}`];
    const logs = (await this.pods("ingest")).map(({ name: pod }) =>
      // A pod that is about to start has none.
      kubectl(this.#cluster, ["logs", pod, "--container=ingest", ...where]).catch(() => ""),
    );
    const times = (await Promise.all(logs)).flatMap((log) => acceptances(log, stream)).filter((time) => time >= since);
    return times.length === 0 ? undefined : Math.max(...times);
  }

  /** Ends all processes of a pod's container with SIGKILL. The kubelet starts it again in the same pod. */
  async killPod(pod: string): Promise<void> {
    const where = ["--namespace", namespace, "--output", "jsonpath={.status.containerStatuses[0].containerID}"];
    const id = await kubectl(this.#cluster, ["get", "pod", pod, ...where]);
    await this.#cluster.killContainer(id.replace(/^.*:\/\//, ""));
  }

  /**
   * Asks one pod by itself, past the Services.
   * @param port by default that of HTTP
   */
  fetchFromPod(pod: string, path: string, port = 8080): Promise<string> {
    const url = `/api/v1/namespaces/${namespace}/pods/${pod}:${port}/proxy${path}`;
    // The API server would wait half a minute for a pod that is gone.
    return kubectl(this.#cluster, ["get", "--raw", url, "--request-timeout=2s"]);
  }

  /** Runs a shell script in a pod. */
  execute(pod: string, script: string): Promise<string> {
    return kubectl(this.#cluster, ["exec", pod, "--namespace", namespace, "--", "/bin/sh", "-c", script]);
  }

  /** Starts the pods of a tier anew, as a rolling update does, and waits for the end of it. */
  async restart(tier: Tier): Promise<void> {
    const workload = this.#workloads().find((candidate) => candidate.endsWith(`-${tier}`)) ?? "";
    await kubectl(this.#cluster, ["rollout", "restart", workload, "--namespace", namespace]);
    await this.ready();
  }

  /** Deletes a pod, and does not wait for its end. */
  async deletePod(pod: string): Promise<void> {
    await kubectl(this.#cluster, ["delete", "pod", pod, "--namespace", namespace, "--wait=false"]);
  }

  /** Waits until every pod is ready again. */
  async ready(): Promise<void> {
    for (const workload of this.#workloads()) {
      await kubectl(this.#cluster, ["rollout", "status", workload, "--namespace", namespace, "--timeout=120s"]);
    }
  }

  #workloads(): string[] {
    const workloads = this.#manifests.filter(({ kind }) => /^(Deployment|StatefulSet)$/.test(kind));
    return workloads.map(({ kind, metadata }) => `${kind}/${metadata.name}`);
  }

  /** Every object of the namespace that somebody made on purpose, as `kind/name`. */
  async #objects(): Promise<string[]> {
    const kinds = await kubectl(this.#cluster, [
      "api-resources",
      "--namespaced",
      "--verbs=list,delete",
      "--output=name",
    ]);
    const wanted = kinds.split("\n").filter((kind) => kind !== "" && !ownKinds.test(kind));
    const names = ["--namespace", namespace, "--output=name", "--ignore-not-found"];
    const objects = await kubectl(this.#cluster, ["get", wanted.join(","), ...names]);
    return objects.split("\n").filter((object) => object !== "");
  }

  async #deploy(verb: "install" | "upgrade", { chart, image }: PackagedChart, values: ReleaseValues): Promise<void> {
    const service = (nodePort: number): Values => ({ service: { type: "NodePort", nodePort } });
    const inline = {
      ...values,
      image: imageValues(image),
      ingest: { ...service(nodePorts.rtmp), ...values.ingest },
      delivery: { ...service(nodePorts.http), ...values.delivery },
    };
    this.#manifests = await template(chart, { ...placed, inline });
    await this.#helm([verb, name, chart, "--values", "-", "--wait", "--timeout", "180s"], inline);
    await this.#reached();
  }

  /**
   * Waits until viewers reach delivery: ready pods are in the Services a moment before the node's ports lead to them.
   */
  async #reached(): Promise<void> {
    const url = `http://${this.#cluster.address(nodePorts.http)}/healthz`;
    await waitFor("delivery behind its node port", { seconds: 30 }, async () => (await fetchOk(url)).text());
  }

  async #helm(args: readonly string[], inline?: Values): Promise<void> {
    const where = ["--namespace", namespace, "--kubeconfig", this.#cluster.kubeconfig];
    await helm([...args, ...where], { where: this.#chart, inline });
  }
}

/**
 * When a pod accepted a publisher of a stream.
 * @param log a pod's log with timestamps
 * @returns milliseconds of the clock
 */
export function acceptances(log: string, stream: string): number[] {
  const line = new RegExp(`^(\\S+) .*accepted publisher \\S+ of stream ${stream}\\b(?!-)`, "gm");
  return [...log.matchAll(line)].map(([, time = ""]) => Date.parse(time));
}

/**
 * Whether nginx-rtmp's statistics name a publisher of a stream of the encoders' application.
 * @param stat the XML of /stat
 */
export function isPublished(stat: string, stream: string): boolean {
  const application = /<application>\s*<name>live<\/name>[\s\S]*?<\/application>/.exec(stat)?.[0] ?? "";
  const streams = application.match(/<stream>[\s\S]*?<\/stream>/g) ?? [];
  return streams.some((text) => text.includes(`<name>${stream}</name>`) && text.includes("<publishing/>"));
}
