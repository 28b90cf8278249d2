/** What one ingest pod says of its streams. Delivery merges the answers of all pods (streams-api.ts). */
import settings from "settings.js";
import { averageRate } from "./limits.ts";
import { codecsOf, type Variant } from "./master.ts";
import type { PublishedStream, State } from "./published-stream.ts";
import { isOverdue, type RenditionLook } from "./rendition-looks.ts";
import type { LiveStream, PublishedVideo } from "./statistics.ts";
import { readState, type StreamState } from "./stream-state.ts";

/** A keyframe may come every 30 s (hls_max_fragment): a copy's first segment is then listed after twice that. */
const START_MILLISECONDS = 60000;

/**
 * The streams that somebody publishes.
 *
 * @param live streams of the application `live`
 * @param now milliseconds since 1970
 */
export function publishedStreams(live: readonly LiveStream[], now: number): PublishedStream[] {
  return live.filter((stream) => stream.publishing).map((stream) => publishedStream(stream, now));
}

function publishedStream(stream: LiveStream, now: number): PublishedStream {
  const state = readState(stream.name);
  const since = state ? state.since : now - stream.age;
  const variants = state?.master.variants || [];
  const newest = state ? newestSegmentAt(state) : 0;
  return {
    name: stream.name,
    state: stateOf(state, since, now),
    since,
    uptimeSeconds: secondsBetween(since, now),
    ingest: {
      bitrate: state ? Math.round(averageRate(state.samples)) : 0,
      video: withRealSize(stream.video, variants),
      audio: stream.audio,
    },
    renditions: variants.map((variant) => ({
      name: variant.name,
      bandwidth: variant.bandwidth,
      averageBandwidth: variant.averageBandwidth,
      width: variant.video.width,
      height: variant.video.height,
      codecs: codecsOf(variant),
    })),
    segmentAgeSeconds: newest > 0 ? secondsBetween(newest, now) : null,
  };
}

/** State of a published stream. */
export function stateOf(state: StreamState | undefined, since: number, now: number): State {
  const variants = state?.master.variants;
  if (!state || !variants) {
    return now - since > START_MILLISECONDS ? "stalled" : "starting";
  }
  const overdue = variants.some((variant) => {
    const look = state.looks[variant.name];
    return look !== undefined && isOverdue(look, now);
  });
  return overdue ? "stalled" : "live";
}

function newestSegmentAt(state: StreamState): number {
  return Object.keys(state.looks).reduce(
    (newest, name) => Math.max(newest, (state.looks[name] as RenditionLook).segmentAt),
    0,
  );
}

/** nginx-rtmp misreads the size of some video; a copied rendition's segments tell it. */
function withRealSize(video: PublishedVideo | null, variants: readonly Variant[]): PublishedVideo | null {
  const copy = settings.renditions.find((rendition) => rendition.bandwidth === 0);
  const variant = variants.find((candidate) => copy !== undefined && candidate.name === copy.name);
  return video && variant
    ? Object.assign({}, video, { width: variant.video.width, height: variant.video.height })
    : video;
}

/** Seconds to the millisecond. Clocks of two machines may differ: never less than none. */
function secondsBetween(from: number, to: number): number {
  return Math.max(0, Math.round(to - from) / 1000);
}
