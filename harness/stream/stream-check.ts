import type { IngestSettings, RenditionSettings } from "../chart/index.ts";
import { type Progress, WaitError, waitFor } from "../core/index.ts";
import { fetchMaster, fetchMedia, fetchOk, type Segment, type Variant } from "./playlists.ts";
import { codecsMatch, type Media, probe } from "./probe.ts";

/** What a player gets of one rendition. */
export interface RenditionReport {
  readonly name: string;
  /** Pixels, as probed. */
  readonly width: number;
  /** Pixels, as probed. */
  readonly height: number;
  /** RFC 6381, as declared. */
  readonly codecs: string;
  /** bit/s. */
  readonly declaredBandwidth: number;
  /** bit/s of the largest segment seen. */
  readonly measuredBandwidth: number;
  /** Mean of the segments seen. */
  readonly segmentSeconds: number;
  /** Whether its segments start where those of the first rendition do, with a keyframe, within one frame. */
  readonly aligned: boolean;
}

export interface StreamReport {
  readonly renditions: readonly RenditionReport[];
  /** What a player would stumble over, in words. */
  readonly problems: readonly string[];
}

/** Segments of each rendition that are checked. */
const checkedSegments = 3;

export interface CheckOptions {
  /** The stream's name. */
  readonly stream: string;
  /** The ladder. */
  readonly settings: Pick<IngestSettings, "renditions">;
  /** Seconds until it is given up. */
  readonly seconds: number;
  /** Called as each rendition plays. */
  readonly progress?: Progress;
  /** Ends the wait. */
  readonly signal?: AbortSignal;
}

/**
 * Waits until a stream plays in every rendition of the ladder, and checks what a player gets.
 * @param masterUrl URL of the master playlist
 * @throws WaitError when a rendition does not come
 */
export async function checkStream(masterUrl: string, options: CheckOptions): Promise<StreamReport> {
  const { stream, settings, seconds, progress = () => {}, signal } = options;
  const patience = { seconds, ...(signal ? { signal } : {}) };
  progress("waiting for the master playlist");
  const variants = await waitFor("the master playlist with every rendition", patience, async () => {
    const master = await fetchMaster(masterUrl);
    const found = settings.renditions.map((rendition) => variantOf(master, stream, rendition));
    const missing = settings.renditions.filter((_, index) => !found[index]).map(({ name }) => name);
    if (missing.length > 0) throw new Error(`${masterUrl} does not list ${missing.join(", ")}`);
    return found as Variant[];
  });
  // Taken together: renditions that are checked one after the other have no segment in common on a slow machine, and
  // another delivery pod may know one segment less for a moment.
  const listed = await waitFor(`${checkedSegments} segments of each rendition`, patience, () =>
    Promise.all(variants.map(newest)),
  );
  const played = await Promise.all(
    settings.renditions.map(async (rendition, index) => {
      const probed = await probeSegments(listed[index] as readonly Segment[]);
      progress(`${rendition.name} plays`);
      return { rendition, variant: variants[index] as Variant, probed };
    }),
  );
  return report(played, await settledMaster(masterUrl, played, stream), stream);
}

/** Seconds in which a new segment's size must be in the master playlist: one reading a second, and delivery's cache. */
const settleSeconds = 5;

/** The master playlist, given time to have seen the segments that were probed. */
async function settledMaster(url: string, played: readonly Played[], stream: string): Promise<Variant[]> {
  let master: Variant[] = [];
  await waitFor("bandwidths that hold", { seconds: settleSeconds }, async () => {
    master = await fetchMaster(url);
    const low = played.filter(({ rendition, probed }) => {
      const declared = variantOf(master, stream, rendition)?.bandwidth ?? 0;
      return declared < Math.max(...probed.map(({ rate }) => rate));
    });
    if (low.length > 0) throw new Error(low.map(({ rendition }) => rendition.name).join(", "));
  }).catch((error: unknown) => {
    // What still is not true is a problem to report, and no reason to stop.
    if (!(error instanceof WaitError)) throw error;
  });
  return master;
}

interface ProbedSegment {
  readonly segment: Segment;
  readonly media: Media;
  /** bit/s. */
  readonly rate: number;
}

interface Played {
  readonly rendition: RenditionSettings;
  readonly variant: Variant;
  readonly probed: readonly ProbedSegment[];
}

async function newest(variant: Variant): Promise<readonly Segment[]> {
  const { segments } = await fetchMedia(variant.url);
  if (segments.length < checkedSegments) throw new Error(`${variant.url} has ${segments.length} segments`);
  return segments.slice(-checkedSegments);
}

/** Probes segments through the delivery tier, one after the other: they are small. */
async function probeSegments(segments: readonly Segment[]): Promise<ProbedSegment[]> {
  const probed: ProbedSegment[] = [];
  for (const segment of segments) {
    const bytes = (await (await fetchOk(segment.url)).arrayBuffer()).byteLength;
    probed.push({ segment, media: await probe(segment.url), rate: (bytes * 8) / segment.duration });
  }
  return probed;
}

function report(played: readonly Played[], master: readonly Variant[], stream: string): StreamReport {
  const reference = played.find(({ rendition }) => rendition.bandwidth > 0) ?? played[0];
  const problems: string[] = [];
  const renditions = played.map(({ rendition, variant, probed }) => {
    // A copy's bandwidth is what was seen so far, so that the newest master counts.
    const declared = variantOf(master, stream, rendition) ?? variant;
    const media = probed[probed.length - 1]?.media as Media;
    const measured = Math.max(...probed.map(({ rate }) => rate));
    const aligned = isAligned(probed, reference?.probed ?? probed);
    const problem = (text: string): number => problems.push(`${rendition.name}: ${text}`);
    const { video } = media;
    if (declared.width !== video?.width || declared.height !== video?.height) {
      problem(`RESOLUTION is ${declared.width}x${declared.height}, the video is ${video?.width}x${video?.height}`);
    }
    if (!codecsMatch(declared.codecs ?? "", media)) {
      problem(`CODECS is ${declared.codecs}, the media is ${JSON.stringify(media)}`);
    }
    if (measured > declared.bandwidth)
      problem(`BANDWIDTH is ${declared.bandwidth}, a segment has ${Math.round(measured)}`);
    if (!aligned) problem(`its segments do not start with those of ${reference?.rendition.name}`);
    return {
      name: rendition.name,
      width: video?.width ?? 0,
      height: video?.height ?? 0,
      codecs: declared.codecs ?? "",
      declaredBandwidth: declared.bandwidth,
      measuredBandwidth: Math.round(measured),
      segmentSeconds: probed.reduce((sum, { segment }) => sum + segment.duration, 0) / probed.length,
      aligned,
    };
  });
  return { renditions, problems };
}

function variantOf(master: readonly Variant[], stream: string, rendition: RenditionSettings): Variant | undefined {
  return master.find((variant) => new URL(variant.url).pathname.endsWith(`/${stream}${rendition.suffix}.m3u8`));
}

/** Compares the starts that lie in the time in which both were seen. */
function isAligned(probed: readonly ProbedSegment[], reference: readonly ProbedSegment[]): boolean {
  const frame = Math.max(...probed.map(({ media }) => media.video?.frameSeconds ?? 0)) + 0.001;
  const starts = startsOf(probed);
  const others = startsOf(reference);
  const from = Math.max(Math.min(...starts), Math.min(...others)) - frame;
  const to = Math.min(Math.max(...starts), Math.max(...others)) + frame;
  const common = starts.filter((start) => start >= from && start <= to);
  const keyframes = probed.every(({ media }) => media.video?.startsWithKeyframe);
  return (
    keyframes && common.length > 0 && common.every((start) => others.some((other) => Math.abs(other - start) <= frame))
  );
}

function startsOf(probed: readonly ProbedSegment[]): number[] {
  return probed.map(({ media }) => media.video?.start ?? Number.NaN);
}
