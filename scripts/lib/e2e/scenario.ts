/** What the end-to-end run does on a cluster, phase by phase. */
import { join } from "node:path";
import { Encoder } from "../encoder.ts";
import { HarnessError } from "../errors.ts";
import type { KindCluster } from "../kind.ts";
import type { Phases } from "../phases.ts";
import { fetchMaster, fetchMedia } from "../playlists.ts";
import { publish } from "../publisher.ts";
import { clipSource } from "../source.ts";
import { checkStream } from "../stream-check.ts";
import { StreamWatch, type WatchReport } from "../stream-watch.ts";
import { ingestSettings } from "../tier.ts";
import { waitFor } from "../waiting.ts";
import { nodePorts, type Release } from "./release.ts";

/** The service did not do what it promises. */
export class E2eError extends HarnessError {}

/** What is measured beside the phases' times. */
export interface Figures {
  /** From the start of `helm install` to the first segment of a stream that is published at once. */
  installToFirstSegmentSeconds?: number;
  /** From the deletion of the ingest pod to a connection that the release accepts. */
  failoverReconnectSeconds?: number;
  /** From the deletion of the ingest pod to the first new segment. */
  failoverSeconds?: number;
  /** What a player's requests met, for each rendition. */
  failover?: readonly WatchReport[];
}

export interface Scenario {
  readonly cluster: KindCluster;
  readonly release: Release;
  readonly phases: Phases;
  readonly figures: Figures;
  /** Folder for the logs of what runs on this machine. */
  readonly logs: string;
}

const stream = "cam";

/** Seconds for a stream to play, on two cores that a whole cluster shares. */
const patience = { seconds: 60 };

/** Segments after the failover that are watched for what was promised. */
const segmentsAfter = 12;

/**
 * Runs all phases.
 * @throws HarnessError at the first thing that is not as it should be
 */
export async function runScenario(scenario: Scenario): Promise<void> {
  const { release, phases } = scenario;
  await phases.run("namespace", () => release.prepareNamespace());
  await phases.run("install", () => installAndPublish(scenario));
  await phases.run("uninstall", () => uninstall(release));
  const two = { replicas: 2 };
  await phases.run("install 2 + 2", () => release.install({ ingest: two, delivery: two }));
  await phases.run("play and delete the ingest pod", () => failover(scenario));
  await phases.run("uninstall 2 + 2", () => uninstall(release));
}

/** One pod each: the stream is published as soon as the release is ready, and plays in every rendition. */
async function installAndPublish(scenario: Scenario): Promise<void> {
  const { release, figures } = scenario;
  const startedAt = performance.now();
  await release.install();
  await using _publisher = await publish(await publisherOptions(scenario));
  await waitFor("the first segment", { ...patience, period: 50 }, async () => {
    const { segments } = await fetchMedia(urls(scenario).low);
    if (segments.length === 0) throw new Error("the playlist is empty");
  });
  figures.installToFirstSegmentSeconds = secondsSince(startedAt);
  await assertPlays(scenario);
}

/** Two pods each: the pod that holds the stream goes, and a player's view of the stream goes on. */
async function failover(scenario: Scenario): Promise<void> {
  const { release, figures } = scenario;
  await using _encoder = await Encoder.start(await publisherOptions(scenario));
  await assertPlays(scenario);
  const [holder, ...others] = await release.publishedAt(stream);
  if (!holder || others.length > 0)
    throw problem(
      "A stream is not held by one pod.",
      [holder, ...others].map((pod) => pod?.name ?? "no pod").join(", "),
    );
  const variants = await fetchMaster(urls(scenario).master);
  await using watches = new AsyncDisposableStack();
  const all = variants.map(({ url }) => watches.use(new StreamWatch(new URL(url).pathname, url)));
  // What a player knew before: a few segments' worth of it.
  await reaches(all, 3);
  const startedAt = performance.now();
  const before = all.map(({ lastNumber }) => lastNumber);
  await release.deletePod(holder.name);
  const reconnected = waitFor("a pod that takes the encoder again", patience, async () => {
    const holders = (await release.publishedAt(stream)).filter(({ uid }) => uid !== holder.uid);
    if (holders.length === 0) throw new Error("none does");
    figures.failoverReconnectSeconds = secondsSince(startedAt);
  });
  await waitFor("a new segment", { ...patience, period: 50 }, () => {
    if (all.some(({ lastNumber }, index) => lastNumber <= (before[index] ?? 0) + 1)) throw new Error("none came");
    figures.failoverSeconds = secondsSince(startedAt);
  });
  await reconnected;
  await reaches(all, segmentsAfter);
  await release.ready();
  figures.failover = all.map(({ report }) => report);
  const problems = figures.failover.flatMap((report) => report.problems);
  if (problems.length > 0) throw problem("The failover broke what a player knew.", problems.join("\n"));
  await assertPlays(scenario);
}

async function reaches(watches: readonly StreamWatch[], segments: number): Promise<void> {
  const before = watches.map(({ lastNumber }) => lastNumber);
  await waitFor(`${segments} more segments of each rendition`, patience, () => {
    const enough = watches.every(({ lastNumber }, index) => {
      const start = before[index] ?? Number.NEGATIVE_INFINITY;
      return Number.isFinite(lastNumber) && (!Number.isFinite(start) || lastNumber >= start + segments);
    });
    if (!enough) throw new Error(watches.map(({ lastNumber }) => lastNumber).join(", "));
  });
}

async function assertPlays(scenario: Scenario): Promise<void> {
  const settings = ingestSettings(scenario.release.manifests);
  const { problems } = await checkStream(urls(scenario).master, stream, settings, patience.seconds);
  if (problems.length > 0) throw problem("The stream does not play as it should.", problems.join("\n"));
}

async function uninstall(release: Release): Promise<void> {
  const left = await release.uninstall();
  if (left.length > 0) throw problem("helm uninstall leaves something behind.", left.join(", "));
}

async function publisherOptions({ cluster, logs }: Scenario) {
  const server = `rtmp://${cluster.address(nodePorts.rtmp)}`;
  return { input: await clipSource(), server, stream, log: join(logs, "publisher.log") };
}

function urls({ cluster }: Scenario): { master: string; low: string } {
  const base = `http://${cluster.address(nodePorts.http)}/hls/${stream}`;
  return { master: `${base}.m3u8`, low: `${base}_low.m3u8` };
}

function secondsSince(startedAt: number): number {
  return Math.round((performance.now() - startedAt) / 100) / 10;
}

function problem(what: string, where: string): E2eError {
  return new E2eError({ what, where, hint: "The folder named below has the logs." });
}
