import type { Sample } from "./events.ts";

/** Milliseconds. A shorter rest is the clock's grain, the sampling's, or a busy machine's, and no viewer sees it. */
const leastStandstill = 250;

/** Milliseconds by which media may go ahead of the wall clock between two samples. */
const jumpTolerance = 300;

/** A time in which currentTime did not move, though the video had played before. */
export interface Standstill {
  /** Milliseconds of the wall clock: the first sample that shows the time that stays. */
  readonly start: number;
  /** When it went on, or the last sample of all. */
  readonly end: number;
  /** Seconds of media where it stood. */
  readonly time: number;
}

/** A change of currentTime that playing does not explain: hls.js went over a gap, or back. */
export interface Jump {
  /** Milliseconds of the wall clock. */
  readonly at: number;
  /** Seconds of media. */
  readonly from: number;
  /** Seconds of media. */
  readonly to: number;
}

/**
 * How long a video stood still from a moment on. A jump from one standstill into the next is no movement.
 * @param since milliseconds of the wall clock
 * @returns milliseconds
 */
export function standingTime(standstills: readonly Standstill[], since: number): number {
  return standstills.reduce((sum, { start, end }) => sum + Math.max(0, end - Math.max(start, since)), 0);
}

/**
 * Where a video rests and jumps, from its samples. The wait for the first play counts for nothing.
 */
export class Standstills {
  readonly jumps: Jump[] = [];
  readonly #past: Standstill[] = [];
  /** The first sample with the present time. */
  #rest: Sample | undefined;
  #last: Sample | undefined;
  #played = 0;

  /** All so far; the last one may go on. */
  get list(): readonly Standstill[] {
    const current = this.#last && this.#restUntil(this.#last.at);
    return current ? [...this.#past, current] : this.#past;
  }

  /** Seconds of media that were played; jumps count for nothing. */
  get played(): number {
    return this.#played / 1000;
  }

  add(sample: Sample): void {
    const last = this.#last;
    if (!last) this.#rest = sample;
    else if (sample.time !== last.time) this.#move(last, sample);
    this.#last = sample;
  }

  #move(last: Sample, sample: Sample): void {
    const advance = (sample.time - last.time) * 1000;
    const elapsed = sample.at - last.at;
    const isPlay = advance > 0 && advance - elapsed <= jumpTolerance;
    // What was played since the last sample belongs to no standstill, however late the samples are.
    const past = this.#restUntil(isPlay ? Math.max(last.at, Math.round(sample.at - advance)) : sample.at);
    if (past) this.#past.push(past);
    // Before it plays, hls.js goes to the live edge: that is no jump.
    if (!isPlay && this.#played > 0) this.jumps.push({ at: sample.at, from: last.time, to: sample.time });
    if (isPlay) this.#played += advance;
    this.#rest = sample;
  }

  #restUntil(end: number): Standstill | undefined {
    if (this.#played === 0 || !this.#rest) return undefined;
    const { at: start, time } = this.#rest;
    return end - start < leastStandstill ? undefined : { start, end, time };
  }
}
