/** What a player reports. Every `at` is milliseconds of the wall clock (Date.now()), of browser and harness alike. */

/** Where the video was at a moment. */
export interface Sample {
  readonly at: number;
  /** Seconds of media: the video element's currentTime. */
  readonly time: number;
}

/** An error that hls.js raised, fatal or not. */
export interface HlsError {
  readonly kind: "hls error";
  readonly at: number;
  /** hls.js's ErrorTypes. */
  readonly type: string;
  /** hls.js's ErrorDetails. */
  readonly details: string;
  readonly fatal: boolean;
  /** Path of the URL that it is about, where there is one. */
  readonly path?: string;
  /** HTTP status, where a server answered. */
  readonly status?: number;
  readonly reason?: string;
}

/** An answer that is not 2xx or 3xx, or none at all. */
export interface FailedRequest {
  readonly kind: "failed request";
  readonly at: number;
  readonly path: string;
  /** HTTP status, or the network's error. */
  readonly problem: number | string;
}

/** What the page did about a fatal error. */
export interface Recovery {
  readonly kind: "recovery";
  readonly at: number;
  readonly by: "startLoad" | "recoverMediaError" | "loadSource";
}

/** A playlist that hls.js took. */
export interface PlaylistLoaded {
  readonly kind: "playlist";
  readonly at: number;
  readonly level: number;
  /** MEDIA-SEQUENCE. */
  readonly first: number;
  /** Number of the last segment. */
  readonly last: number;
}

/** A segment that hls.js asks for. */
export interface SegmentLoading {
  readonly kind: "segment asked";
  readonly at: number;
  readonly level: number;
  readonly number: number;
}

/** A segment that is in the video's buffer. */
export interface SegmentBuffered {
  readonly kind: "segment";
  readonly at: number;
  readonly level: number;
  readonly number: number;
  /** Seconds of media. */
  readonly start: number;
  readonly end: number;
}

/** The level that plays from now on, by its index in hls.js's list. */
export interface LevelSwitched {
  readonly kind: "level";
  readonly at: number;
  readonly level: number;
}

/** An event of the video element: `waiting`, `playing`, `seeking`, `error` and so on. */
export interface VideoEvent {
  readonly kind: "video";
  readonly at: number;
  readonly name: string;
  /** Seconds of media. */
  readonly time: number;
  /** The element's own words, of an error. */
  readonly reason?: string;
}

/** The page started to play, or the first frame came onto the screen. */
export interface Milestone {
  readonly kind: "start" | "first frame";
  readonly at: number;
}

/** A frame came onto the screen, in which there is a clock. */
export interface ClockSeen {
  readonly kind: "clock";
  readonly at: number;
  /** What it says, as in video-clock.ts; nothing where it could not be read. */
  readonly shown?: number;
}

export interface Samples {
  readonly kind: "samples";
  readonly at: number;
  readonly samples: readonly Sample[];
}

export type PlayerEvent =
  | Samples
  | HlsError
  | FailedRequest
  | Recovery
  | PlaylistLoaded
  | SegmentLoading
  | SegmentBuffered
  | LevelSwitched
  | Milestone
  | ClockSeen
  | VideoEvent;
