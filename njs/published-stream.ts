/** A stream as an ingest pod tells it. */
import type { PublishedAudio, PublishedVideo } from "./statistics.ts";

/**
 * `starting`: published, but it cannot be played yet. `stalled`: published, but the newest segment is older than it may
 * be, or none came in the time that a start takes at most.
 */
export type State = "starting" | "live" | "stalled";

export interface PublishedRendition {
  readonly name: string;
  /** bit/s. */
  readonly bandwidth: number;
  /** bit/s. */
  readonly averageBandwidth: number;
  readonly width: number;
  readonly height: number;
  /** RFC 6381. */
  readonly codecs: string;
}

export interface PublishedStream {
  readonly name: string;
  readonly state: State;
  /** Milliseconds since 1970 when the publisher was accepted. */
  readonly since: number;
  readonly uptimeSeconds: number;
  readonly ingest: {
    /** bit/s that come in. */
    readonly bitrate: number;
    readonly video: PublishedVideo | null;
    readonly audio: PublishedAudio | null;
  };
  /** What the master playlist lists. */
  readonly renditions: readonly PublishedRendition[];
  /** Since the newest segment was closed. */
  readonly segmentAgeSeconds: number | null;
}
