/** What every part of the end-to-end run works on. */
import { join } from "node:path";
import { ingestSettings, renditionName } from "../chart/index.ts";
import type { KindCluster } from "../cluster/index.ts";
import { HarnessError, type Phases } from "../core/index.ts";
import type { Browser } from "../player/index.ts";
import { checkStream, clipSource, type PublisherOptions } from "../stream/index.ts";
import type { HelmMajor } from "../tools/index.ts";
import type { Metrics } from "./metrics.ts";
import { nodePorts, type Release } from "./release.ts";

/** The service did not do what it promises. */
export class E2eError extends HarnessError {}

export interface Context {
  readonly cluster: KindCluster;
  readonly release: Release;
  readonly browser: Browser;
  readonly phases: Phases;
  readonly metrics: Metrics;
  /** The helm that the run is not done with. */
  readonly otherHelm: HelmMajor;
  /** Folder for the logs of what runs on this machine. */
  readonly logs: string;
}

/** Seconds for a stream to play, on two cores that a whole cluster shares. */
export const patience = { seconds: 60 };

/** The error for what goes wrong. */
export function problem(what: string, where: string): E2eError {
  return new E2eError({ what, where, hint: "The folder named below has the logs." });
}

export function toTenth(seconds: number): number {
  return Math.round(seconds * 10) / 10;
}

/** `http://host:port` of the delivery tier, as viewers outside the cluster have it. */
export function deliveryUrl({ cluster }: Context): string {
  return `http://${cluster.address(nodePorts.http)}`;
}

export function masterUrl(context: Context, stream: string): string {
  return `${deliveryUrl(context)}/hls/${stream}.m3u8`;
}

export function mediaUrl(context: Context, stream: string, rendition: string): string {
  return `${deliveryUrl(context)}/hls/${renditionName(stream, rendition)}.m3u8`;
}

/** Real footage for the release's encoders' port. */
export async function publisherOptions({ cluster, logs }: Context, stream: string): Promise<PublisherOptions> {
  const server = `rtmp://${cluster.address(nodePorts.rtmp)}`;
  return { input: await clipSource(), server, stream, log: join(logs, `publisher-${stream}.log`) };
}

/**
 * Waits until a stream plays in every rendition of the ladder.
 * @throws E2eError when a player would stumble
 */
export async function assertPlays(context: Context, stream: string): Promise<void> {
  const settings = ingestSettings(context.release.manifests);
  const { problems } = await checkStream(masterUrl(context, stream), { stream, settings, seconds: patience.seconds });
  if (problems.length > 0) throw problem("The stream does not play as it should.", problems.join("\n"));
}

/**
 * Uninstalls the release.
 * @throws E2eError when something is left behind
 */
export async function uninstall({ release }: Context): Promise<void> {
  const left = await release.uninstall();
  if (left.length > 0) throw problem("helm uninstall leaves something behind.", left.join(", "));
}
