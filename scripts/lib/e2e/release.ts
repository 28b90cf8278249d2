/** The release that the end-to-end run installs. */
import { helm, template, type Values } from "../helm.ts";
import { type ClusterAccess, kubectl, kubectlJson } from "../kubectl.ts";
import type { Manifest } from "../manifests.ts";
import { waitFor } from "../waiting.ts";

/** The NodePorts at which the tiers are reached from outside. */
export const nodePorts = { rtmp: 31935, http: 30080 } as const;

const name = "hls";
const namespace = "streaming";
const placed = { release: name, namespace };

/** Names of kinds that Kubernetes makes by itself. */
const ownKinds = /^(events|events\.events\.k8s\.io|endpoints|endpointslices\.discovery\.k8s\.io|.*leases.*)$/;

/** One life of an ingest pod: the next one has the same name and another uid. */
export interface IngestPod {
  readonly name: string;
  readonly uid: string;
}

interface Pod {
  readonly metadata: IngestPod & { readonly deletionTimestamp?: string };
}

/** Values of every release here: the image, and a ladder that leaves most of two cores to the cluster. */
function baseValues(image: string): Values {
  const [repository, tag] = image.split(":");
  return {
    image: { repository, tag },
    ladder: [
      { name: "low", width: 160, videoBitrate: "100k", audioBitrate: "48k", preset: "ultrafast" },
      { name: "src", copy: true, maxBitrate: "3000k" },
    ],
    hls: { fragment: 1, playlistLength: 8 },
  };
}

/** A release in a namespace that takes only pods of the `restricted` standard. */
export class Release {
  readonly #cluster: ClusterAccess;
  readonly #chart: string;
  readonly #image: string;
  #manifests: readonly Manifest[] = [];
  #before: readonly string[] = [];

  /**
   * @param chart the packaged chart
   * @param image `repository:tag`, which the node has
   */
  constructor(cluster: ClusterAccess, chart: string, image: string) {
    this.#cluster = cluster;
    this.#chart = chart;
    this.#image = image;
  }

  get namespace(): string {
    return namespace;
  }

  /** What was installed last. */
  get manifests(): readonly Manifest[] {
    return this.#manifests;
  }

  /** Makes the namespace, empty: what an earlier run left in a cluster that was kept goes. */
  async prepareNamespace(): Promise<void> {
    await kubectl(this.#cluster, ["delete", "namespace", namespace, "--ignore-not-found", "--wait", "--timeout=120s"]);
    const labels = { "pod-security.kubernetes.io/enforce": "restricted" };
    const object = { apiVersion: "v1", kind: "Namespace", metadata: { name: namespace, labels } };
    await kubectl(this.#cluster, ["apply", "--filename", "-"], JSON.stringify(object));
    // The account and the certificate that every namespace has come a moment later.
    await waitFor("the namespace's own objects", { seconds: 30 }, async () => {
      const objects = await this.#objects();
      if (objects.length < 2) throw new Error(objects.join(", "));
    });
  }

  /**
   * Installs the chart and waits until every pod is ready.
   * @param values beside the image, the small ladder and the NodePorts
   */
  async install(values: { readonly ingest?: Values; readonly delivery?: Values } = {}): Promise<void> {
    this.#before = await this.#objects();
    const service = (nodePort: number): Values => ({ service: { type: "NodePort", nodePort } });
    const inline = {
      ...baseValues(this.#image),
      ingest: { ...service(nodePorts.rtmp), ...values.ingest },
      delivery: { ...service(nodePorts.http), ...values.delivery },
    };
    this.#manifests = await template(this.#chart, { ...placed, inline });
    const args = ["install", name, this.#chart, "--values", "-", "--wait", "--timeout", "120s"];
    await this.#helm(args, inline);
  }

  /** @returns the objects that helm left in the namespace, which should be none */
  async uninstall(): Promise<readonly string[]> {
    await this.#helm(["uninstall", name, "--wait", "--timeout", "120s"]);
    let left: readonly string[] = [];
    const look = async (): Promise<void> => {
      left = (await this.#objects()).filter((object) => !this.#before.includes(object));
      if (left.length > 0) throw new Error(left.join(", "));
    };
    // A pod's end takes its grace period.
    await waitFor("the end of the release's objects", { seconds: 60, period: 500 }, look).catch(() => {});
    return left;
  }

  /** The ingest pods that hold a publisher of the stream. One that ends or does not answer holds none. */
  async publishedAt(stream: string): Promise<readonly IngestPod[]> {
    const selector = "app.kubernetes.io/component=ingest";
    const where = ["--namespace", namespace, "--selector", selector];
    const { items } = await kubectlJson<{ items: readonly Pod[] }>(this.#cluster, ["get", "pods", ...where]);
    const pods = items.filter(({ metadata }) => !metadata.deletionTimestamp).map(({ metadata }) => metadata);
    const holds = await Promise.all(
      pods.map(async ({ name: pod }) => {
        const path = `/api/v1/namespaces/${namespace}/pods/${pod}:8080/proxy/stat`;
        // The API server would wait half a minute for a pod that is gone.
        const stat = kubectl(this.#cluster, ["get", "--raw", path, "--request-timeout=2s"]);
        return isPublished(await stat.catch(() => ""), stream);
      }),
    );
    return pods.filter((_, index) => holds[index]);
  }

  /** Deletes a pod, and does not wait for its end. */
  async deletePod(pod: string): Promise<void> {
    await kubectl(this.#cluster, ["delete", "pod", pod, "--namespace", namespace, "--wait=false"]);
  }

  /** Waits until every pod is ready again. */
  async ready(): Promise<void> {
    for (const { kind, metadata } of this.#manifests.filter(({ kind }) => /^(Deployment|StatefulSet)$/.test(kind))) {
      const workload = `${kind}/${metadata.name}`;
      await kubectl(this.#cluster, ["rollout", "status", workload, "--namespace", namespace, "--timeout=120s"]);
    }
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

  async #helm(args: readonly string[], inline?: Values): Promise<void> {
    const where = ["--namespace", namespace, "--kubeconfig", this.#cluster.kubeconfig];
    await helm([...args, ...where], this.#chart, inline);
  }
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
