/**
 * Milliseconds that stamps may be off what the samples say before they are believed instead: more than a burst's
 * jitter, less than one hears.
 */
const defaultTolerance = 100;

/**
 * Gives frames of sound their times by counting samples: FLV's milliseconds would leave gaps and overlaps between 1024
 * of them.
 */
export class SampleClock {
  readonly #rate: number;
  readonly #tolerance: number;
  #next: number | undefined;

  /** `rate`: samples a second of the core. `toleranceMs`: milliseconds. */
  constructor(rate: number, toleranceMs = defaultTolerance) {
    this.#rate = rate;
    this.#tolerance = (toleranceMs * rate) / 1000;
  }

  /**
   * The decode time in samples of a frame stamped `milliseconds` (without wraps) that has `samples`. A stamp far ahead
   * begins anew there, a gap. One far behind
   * gives `undefined`: the frame is left out, until the stamps have caught up with what was told.
   */
  next(milliseconds: number, samples: number): number | undefined {
    const stamp = Math.round((milliseconds * this.#rate) / 1000);
    const expected = this.#next ?? stamp;
    if (stamp < expected - this.#tolerance) return undefined;
    const time = stamp > expected + this.#tolerance ? stamp : expected;
    this.#next = time + samples;
    return time;
  }

  /** Begins anew at the next stamp, wherever it is. */
  reset(): void {
    this.#next = undefined;
  }
}
