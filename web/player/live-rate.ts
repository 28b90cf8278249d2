/**
 * How fast a live video plays, so that it stays as far behind the newest segment as it is to be. hls.js by itself only
 * catches up. But what an encoder did not send while it was away is not in the playlist: playback then is nearer to the
 * newest segment than before, and has less to play when the next segment is late. So it also falls back, slowly.
 */
import type Hls from "hls.js";
import { buffered } from "./playback.ts";

/** The state of a live playback; all in seconds. */
export interface LivePlayback {
  /** How far it is behind the newest segment. */
  readonly behind: number;
  /** How far it is to be. */
  readonly target: number;
  /** What there is to play without another download. */
  readonly buffered: number;
}

/** By how much the speed differs from 1. */
export interface RateLimits {
  readonly faster: number;
  /** Twice that for who has next to nothing in hand. */
  readonly slower: number;
}

/**
 * Seconds too far behind from which it catches up, seconds too near from which it falls back, and from which twice as
 * fast.
 */
const tooFar = 0.1;
const tooNear = 0.5;
const muchTooNear = 1.5;

/** Who is further behind than this many times what he is to be has sought there, and wants to see it as it was. */
const soughtBack = 3;

/** Seconds that must be there for it to run faster. */
const reserve = 1;

/** The speed at which a live video is to play. */
export function liveRate({ behind, target, buffered: left }: LivePlayback, { faster, slower }: RateLimits): number {
  if (behind > soughtBack * target) return 1;
  if (behind - target > tooFar && left > reserve) return 1 + faster;
  if (target - behind > muchTooNear) return 1 - 2 * slower;
  if (target - behind > tooNear) return 1 - slower;
  return 1;
}

/**
 * Keeps a video at its distance until the signal ends it. hls.js must leave the speed alone
 * (`maxLiveSyncPlaybackRate: 1`, as it has it).
 */
export function keepLiveDelay(hls: Hls, video: HTMLVideoElement, limits: RateLimits, signal: AbortSignal): void {
  const adjust = (): void => {
    const target = hls.targetLatency;
    const rate =
      target === null || !hls.latestLevelDetails?.live
        ? 1
        : liveRate({ behind: hls.latency, target, buffered: buffered(video) }, limits);
    if (video.playbackRate !== rate) video.playbackRate = rate;
  };
  video.addEventListener("timeupdate", adjust, { signal });
  signal.addEventListener("abort", () => {
    video.playbackRate = 1;
  });
}
