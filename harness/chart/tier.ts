import type { Manifest } from "./manifests.ts";
import type { TierWorkload } from "./tier-workload.ts";

/** The two kinds of pods. */
export type Tier = "ingest" | "delivery";

/** A rendition, as the chart tells it to nginx. */
export interface RenditionSettings {
  readonly name: string;
  /** What it puts behind the stream's name. */
  readonly suffix: string;
  /** Peak bit/s; 0 for a copy. */
  readonly bandwidth: number;
}

/** What the chart renders into settings.js, as far as the harness looks at it. */
export interface IngestSettings {
  readonly renditions: readonly RenditionSettings[];
  readonly fragmentSeconds: number;
  readonly playlistSeconds: number;
  /** Whether DASH is written. */
  readonly dash: boolean;
  /** Folder of HLS in a pod. */
  readonly hlsPath: string;
}

/**
 * The files that a tier's pods mount.
 * @param manifests a rendered release
 * @returns contents by file name
 */
export function tierFiles(manifests: readonly Manifest[], tier: Tier): Readonly<Record<string, string>> {
  const map = tierManifest(manifests, tier, ["ConfigMap"]) as Manifest & { data: Record<string, string> };
  return map.data;
}

/**
 * A port on which a tier's pods listen.
 * @param manifests a rendered release
 * @param name the container port's name, such as `rtmp` or `http`
 */
export function tierPort(manifests: readonly Manifest[], tier: Tier, name: string): number {
  const ports = tierWorkload(manifests, tier).template.spec.containers.flatMap((container) => container.ports);
  const port = ports.find((candidate) => candidate.name === name);
  if (!port) throw new TypeError(`${tier} has no port called ${name}`);
  return port.containerPort;
}

/** What the kubelet runs in an ingest pod before it stops the process. */
export function drainCommand(manifests: readonly Manifest[]): readonly string[] {
  const [container] = tierWorkload(manifests, "ingest").template.spec.containers;
  return container?.lifecycle?.preStop.exec.command ?? [];
}

/** What the ingest tier's njs handlers know of the release. */
export function ingestSettings(manifests: readonly Manifest[]): IngestSettings {
  const text = tierFiles(manifests, "ingest")["settings.js"] ?? "";
  const json = text.slice(text.indexOf("export default ") + "export default ".length).replace(/;\s*$/, "");
  return JSON.parse(json) as IngestSettings;
}

/** The ports that a tier's nginx opens, read from its configuration: loopback's too, which no manifest names. */
export function listeningPorts(manifests: readonly Manifest[], tier: Tier): number[] {
  const text = tierFiles(manifests, tier)[`${tier}.conf`] ?? "";
  return [...text.matchAll(/^\s*listen [^;]*?:(\d+)/gm)].map((match) => Number(match[1]));
}

/** The Secrets that a tier's pods mount, and where. */
export function tierSecretVolumes(
  manifests: readonly Manifest[],
  tier: Tier,
): { readonly secretName: string; readonly folder: string }[] {
  const { containers, volumes } = tierWorkload(manifests, tier).template.spec;
  const mounts = containers.flatMap((container) => container.volumeMounts);
  return volumes.flatMap(({ name, secret }) => {
    const folder = mounts.find((mount) => mount.name === name)?.mountPath;
    return secret && folder !== undefined ? [{ secretName: secret.secretName, folder }] : [];
  });
}

function tierWorkload(manifests: readonly Manifest[], tier: Tier): TierWorkload {
  return tierManifest(manifests, tier, ["StatefulSet", "Deployment"])["spec"] as TierWorkload;
}

function tierManifest(manifests: readonly Manifest[], tier: Tier, kinds: readonly string[]): Manifest {
  const found = manifests.find(
    ({ kind, metadata }) => kinds.includes(kind) && metadata.labels?.["app.kubernetes.io/component"] === tier,
  );
  if (!found) throw new TypeError(`no ${kinds.join(" or ")} of the tier ${tier} was rendered`);
  return found;
}
