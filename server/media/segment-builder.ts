import { writeFragment } from "./fragment.ts";
import type { Frame } from "./frame.ts";
import { type PartPlan, shortestPart } from "./part-plan.ts";
import type { Part, Segment } from "./segment.ts";

/** One segment while its frames come. Parts are cut here, segments by who holds it. */
export class SegmentBuilder {
  readonly number: number;
  readonly startTime: number;
  readonly independent: boolean;
  readonly #discontinuity: number;
  readonly #plan: PartPlan | undefined;
  readonly #parts: Part[] = [];
  /** Of the part that is open. */
  #frames: Frame[] = [];
  #partTime = 0;
  /** Which of the keyframe interval's parts is open. */
  #slot = 0;
  #keyframeTime: number;
  #endTime: number;
  #bytes = 0;
  #count = 0;

  /** `first` is the frame that will be added first. */
  constructor(number: number, discontinuity: number, first: Frame, plan: PartPlan | undefined) {
    this.number = number;
    this.#discontinuity = discontinuity;
    this.startTime = first.decodeTime;
    this.independent = first.keyframe;
    this.#keyframeTime = first.decodeTime;
    this.#endTime = first.decodeTime;
    this.#plan = plan;
  }

  get endTime(): number {
    return this.#endTime;
  }

  get frames(): number {
    return this.#count;
  }

  /** Of all frames; the boxes' bytes come on top. */
  get bytes(): number {
    return this.#bytes;
  }

  /** Adds a frame that begins where the last one ends, and gives the parts that are whole by it. */
  add(frame: Frame): Part[] {
    const parts: Part[] = [];
    const { decodeTime, duration, keyframe } = frame;
    if (this.#frames.length > 0 && this.#endsBefore(decodeTime, duration, keyframe)) parts.push(this.#closePart());
    if (keyframe) this.#keyframeTime = decodeTime;
    if (this.#frames.length === 0) this.#partTime = decodeTime;
    if (this.#frames.length === 0 || keyframe) this.#slot = this.#slotOf(decodeTime, duration);
    this.#frames.push(frame);
    this.#count += 1;
    this.#bytes += frame.data.length;
    this.#endTime = decodeTime + duration;
    // Another frame like this one would begin the next part: no need to wait for it.
    if (this.#isLongEnough() && this.#endsBefore(this.#endTime, duration, false)) parts.push(this.#closePart());
    return parts;
  }

  /** The segment, and its last part where one was open. */
  close(): { readonly part: Part | undefined; readonly segment: Segment } {
    const part = this.#frames.length > 0 ? this.#closePart() : undefined;
    const { number, startTime, independent } = this;
    const bytes = this.#parts.reduce((sum, one) => sum + one.data.length, 0);
    const duration = this.#endTime - startTime;
    const segment = {
      number,
      discontinuity: this.#discontinuity,
      startTime,
      duration,
      independent,
      parts: this.#parts,
      bytes,
    };
    return { part, segment };
  }

  /** Whether the open part ends before a frame at `time`. */
  #endsBefore(time: number, duration: number, keyframe: boolean): boolean {
    if (!this.#plan) return false;
    if (time + duration - this.#partTime > this.#plan.target) return true;
    return (keyframe || this.#slotOf(time, duration) > this.#slot) && this.#isLongEnough();
  }

  #isLongEnough(): boolean {
    return this.#plan !== undefined && this.#endTime - this.#partTime >= this.#plan.target * shortestPart;
  }

  /** Which of the keyframe interval's parts a frame belongs to, by its middle. */
  #slotOf(time: number, duration: number): number {
    const interval = this.#plan?.interval;
    if (!interval) return 0;
    return Math.floor(((time - this.#keyframeTime + duration / 2) * interval.parts) / interval.length);
  }

  #closePart(): Part {
    const frames = this.#frames;
    this.#frames = [];
    const part: Part = {
      segment: this.number,
      index: this.#parts.length,
      startTime: this.#partTime,
      duration: this.#endTime - this.#partTime,
      independent: frames[0]?.keyframe ?? false,
      frames: frames.length,
      data: writeFragment(this.number * 1024 + this.#parts.length, frames),
    };
    this.#parts.push(part);
    return part;
  }
}
