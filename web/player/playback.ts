/** One way to play a stream: HLS by hls.js or by the browser, DASH, or a file. */

/** What a viewer may choose. */
export interface Quality {
  readonly id: string;
  readonly label: string;
  /** The label in short: `720p`. */
  readonly size: string;
}

/** What a playback reports while it runs. */
export interface PlaybackEvents {
  /** What may be chosen, the best one first. Empty where the browser chooses by itself. */
  qualities(list: readonly Quality[]): void;
  /** The quality on the screen. */
  quality(id: string): void;
  /** Something failed, in words. It is tried again by itself. */
  problem(words: string): void;
}

export interface Playback {
  /** Whether it can choose the quality by itself. */
  readonly choosesItself: boolean;
  /** Plays a quality from now on; undefined: what suits the connection. */
  choose(id: string | undefined): void;
  /** Seconds by which playback is behind the newest segment; undefined where there is no such thing. */
  behind(): number | undefined;
  /** Where to go to be live again, in seconds of media. */
  liveEdge(): number | undefined;
  stop(): void;
}

/** Starts a playback in a video element. */
export type StartPlayback = (video: HTMLVideoElement, events: PlaybackEvents) => Promise<Playback>;

/** Milliseconds until something that failed is tried again. */
export const retryPause = 1000;

/** Seconds that are there to play without another download. */
export function buffered(video: HTMLVideoElement): number {
  const { currentTime, buffered: ranges } = video;
  for (let n = 0; n < ranges.length; n++) {
    if (ranges.start(n) <= currentTime + 0.1 && currentTime < ranges.end(n)) return ranges.end(n) - currentTime;
  }
  return 0;
}
