import type { Frame } from "./frame.ts";
import { MediaError } from "./media-error.ts";
import type { PartPlan } from "./part-plan.ts";
import type { PackagerState, Part, Segment } from "./segment.ts";
import { SegmentBuilder } from "./segment-builder.ts";

export interface PackagerOptions {
  /** Ticks a second of all times here. */
  readonly timescale: number;
  /** Seconds from grid line to grid line: a segment begins at the keyframe that is nearest to the next line. */
  readonly fragment: number;
  /**
   * Ticks of epoch time at which the grid has a line: the session's first keyframe. The same for all tracks of a
   * stream.
   */
  readonly anchor: number;
  /**
   * Whole seconds that EXT-X-TARGETDURATION promises. A segment that found no keyframe is cut before it would be
   * rounded to more.
   */
  readonly targetDuration: number;
  /** Without it each segment is one part. */
  readonly parts?: PartPlan;
  /**
   * Where an earlier packager's numbers and time ended: begins with a discontinuity. Without it the first segment has
   * `firstNumber`.
   */
  readonly from?: PackagerState;
  readonly firstNumber?: number;
  /** Bytes of frames after which a segment is cut, keyframe or not; a larger frame stands alone in one. */
  readonly maxSegmentBytes?: number;
}

/** What came of a frame: parts as they become whole, and each segment after its last part. */
export type PackagerEvent =
  | { readonly type: "part"; readonly part: Part }
  | { readonly type: "segment"; readonly segment: Segment };

const defaultMaxSegmentBytes = 32 * 2 ** 20;
/** Frames of one segment: 240 a second for 17 s. More come of times that stand still. */
const maxSegmentFrames = 4096;
/** Seconds by which a frame may miss the end of the one before it and still join it. */
const maxStep = 1;
const mostOffset = 2 ** 31 - 1;

/**
 * Cuts one track's frames into parts and segments that tile time: each begins where the one before ends, but after a
 * discontinuity, where time may jump
 * ahead. Frames that are a little early or late are joined, the moment they are shown kept. A step of more than a
 * second becomes a discontinuity; time never goes back:
 * what the tap did not repair is shifted. Frames before the first keyframe, and between a discontinuity and the next,
 * are left out.
 */
export class Packager {
  /** Frames that were left out, since no keyframe was before them. */
  leftOut = 0;
  readonly #options: PackagerOptions;
  readonly #fragment: number;
  /** Ticks that a segment may have: what rounds to the target duration. */
  readonly #longest: number;
  #segment: SegmentBuilder | undefined;
  #number: number;
  #discontinuity: number;
  #endTime: number | undefined;
  /** Ticks that all frames are moved, since they stepped back. */
  #shift = 0;
  /** Whether the next frame begins a new discontinuity, and whether it has to be a keyframe. */
  #jumps: boolean;
  #waits = true;
  /** The grid line that the open segment was cut at. */
  #line = 0;
  /** When the last keyframe came, in ticks. */
  #keyframeTime: number | undefined;

  constructor(options: PackagerOptions) {
    this.#options = options;
    this.#fragment = options.fragment * options.timescale;
    this.#longest = Math.ceil((options.targetDuration + 0.5) * options.timescale) - 1;
    if (!(this.#fragment >= 1) || this.#longest < this.#fragment)
      throw new MediaError(
        `segments of ${options.fragment} s do not fit a target duration of ${options.targetDuration} s`,
      );
    this.#number = options.from?.number ?? options.firstNumber ?? 0;
    this.#discontinuity = options.from?.discontinuity ?? 0;
    this.#endTime = options.from?.endTime;
    this.#jumps = options.from !== undefined;
  }

  /** Where a successor goes on, if nothing more comes: behind the open segment. */
  get state(): PackagerState {
    const number = this.#number + (this.#segment ? 1 : 0);
    return { number, discontinuity: this.#discontinuity, endTime: this.#endTime ?? 0 };
  }

  /** Takes the next frame in decoding order. */
  push(given: Frame): PackagerEvent[] {
    const time = given.decodeTime + this.#shift;
    if (!Number.isSafeInteger(time) || time < 0 || !Number.isSafeInteger(given.duration))
      throw new MediaError(
        `a frame at ${given.decodeTime} for ${given.duration} ticks: both have to be whole and below 2^53`,
      );
    const events: PackagerEvent[] = [];
    if (this.#steps(time)) this.#end(events);
    if (this.#waits && !given.keyframe) {
      this.leftOut += 1;
      return events;
    }
    const frame = this.#placed(given, given.decodeTime + this.#shift);
    this.#waits = false;
    if (this.#segment && this.#cutsBefore(frame, this.#segment)) this.#close(events);
    this.#segment ??= this.#open(frame);
    if (frame.keyframe) this.#keyframeTime = frame.decodeTime;
    for (const part of this.#segment.add(frame)) events.push({ type: "part", part });
    this.#endTime = frame.decodeTime + frame.duration;
    return events;
  }

  /** Ends the open segment; the next keyframe begins a discontinuity: another format, a jump, a hole. */
  discontinue(): PackagerEvent[] {
    const events: PackagerEvent[] = [];
    this.#end(events);
    return events;
  }

  /**
   * Ends the open segment where it is: the stream has ended, or the segment was open for too long by the clock on the
   * wall.
   */
  cut(): PackagerEvent[] {
    const events: PackagerEvent[] = [];
    this.#close(events);
    return events;
  }

  /** Whether `time` is too far from the end for the frame to join. Moves all times where they went back. */
  #steps(time: number): boolean {
    if (this.#endTime === undefined) return false;
    const gap = time - this.#endTime;
    // Ahead of a beginning there is nothing to join; behind what was told, nothing may begin.
    if (this.#jumps) {
      if (gap < 0) this.#shift -= gap;
      return false;
    }
    const step = maxStep * this.#options.timescale;
    if (Math.abs(gap) <= step) return false;
    if (gap < 0) this.#shift -= gap;
    return true;
  }

  /** The frame at its place: behind the last one, shown when it was to be. */
  #placed(given: Frame, time: number): Frame {
    const decodeTime = this.#jumps || this.#endTime === undefined ? time : this.#endTime;
    const until = time + Math.max(1, given.duration);
    const duration = Math.min(this.#longest, Math.max(1, until - decodeTime));
    const offset = given.compositionOffset + time - decodeTime;
    return { ...given, decodeTime, duration, compositionOffset: Math.max(-mostOffset, Math.min(mostOffset, offset)) };
  }

  #cutsBefore(frame: Frame, segment: SegmentBuilder): boolean {
    const end = frame.decodeTime + frame.duration;
    if (end - segment.startTime > this.#longest) return true;
    if (segment.frames >= maxSegmentFrames) return true;
    if (segment.bytes + frame.data.length > (this.#options.maxSegmentBytes ?? defaultMaxSegmentBytes)) return true;
    return frame.keyframe && this.#isDue(frame.decodeTime, segment);
  }

  /**
   * Whether of this keyframe and the next, as the last distance foretells it, this one is nearer to the grid line, or
   * the next too late.
   */
  #isDue(time: number, segment: SegmentBuilder): boolean {
    const distance = this.#keyframeTime === undefined ? 0 : time - this.#keyframeTime;
    const next = time + Math.max(distance, 1);
    if (next - segment.startTime > this.#longest) return true;
    const line = this.#options.anchor + (this.#line + 1) * this.#fragment;
    return time >= line || line - time <= next - line;
  }

  #open(frame: Frame): SegmentBuilder {
    if (this.#jumps) this.#discontinuity += 1;
    this.#jumps = false;
    this.#line = Math.round((frame.decodeTime - this.#options.anchor) / this.#fragment);
    return new SegmentBuilder(this.#number, this.#discontinuity, frame, this.#options.parts);
  }

  #close(events: PackagerEvent[]): void {
    if (!this.#segment) return;
    const { part, segment } = this.#segment.close();
    if (part) events.push({ type: "part", part });
    events.push({ type: "segment", segment });
    this.#segment = undefined;
    this.#number += 1;
  }

  #end(events: PackagerEvent[]): void {
    this.#close(events);
    this.#jumps = this.#endTime !== undefined;
    this.#waits = true;
    this.#keyframeTime = undefined;
  }
}
