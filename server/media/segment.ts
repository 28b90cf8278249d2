/** A CMAF chunk: the frames of one moof and mdat. */
export interface Part {
  /** Number of its segment. */
  readonly segment: number;
  /** Counted from 0 in its segment. */
  readonly index: number;
  /** Ticks of epoch time. */
  readonly startTime: number;
  /** Ticks. */
  readonly duration: number;
  /** Whether it begins with a keyframe. */
  readonly independent: boolean;
  readonly frames: number;
  readonly data: Uint8Array;
}

/** Parts that follow one another: their data, one after the other, is the segment's file. */
export interface Segment {
  /** HLS' media sequence number, DASH's $Number$: each one more than the one before. */
  readonly number: number;
  /** HLS' discontinuity sequence number: one more where time or format jumps. */
  readonly discontinuity: number;
  /** Ticks of epoch time. */
  readonly startTime: number;
  /** Ticks. */
  readonly duration: number;
  /** Whether it begins with a keyframe. */
  readonly independent: boolean;
  readonly parts: readonly Part[];
  /** Of all parts. */
  readonly bytes: number;
}

/** Where a packager goes on: what was told of the track before, by whomever. */
export interface PackagerState {
  /** The next segment's number. */
  readonly number: number;
  /** The last segment's discontinuity. */
  readonly discontinuity: number;
  /** Ticks at which the last segment ends; nothing begins earlier. */
  readonly endTime: number;
}
