/** Whether a publisher sends far more than the copied rendition's maxBitrate, which sizes the pod's memory. */

export interface Sample {
  /** Milliseconds since 1970. */
  readonly at: number;
  /** Bytes that came in so far. */
  readonly bytes: number;
}

/** Milliseconds over which the average is taken: a keyframe or a burst after a reconnect is no offence. */
const WINDOW = 5000;
/** So many times the tolerated rate is not waited for. */
const FLOOD = 3;
const FLOOD_WINDOW = 900;

/** Samples that the next look needs: those of the window and one before it. */
export function keepSamples(samples: readonly Sample[], next: Sample): Sample[] {
  const last = samples[samples.length - 1];
  // A new publisher counts from zero.
  if (last && next.bytes < last.bytes) {
    return [next];
  }
  return samples.filter((sample) => next.at - sample.at <= WINDOW + 1500).concat([next]);
}

/**
 * bit/s of a publisher that is to be dropped, or 0.
 *
 * @param toleratedBitrate bit/s; 0 for no limit
 */
export function excessiveRate(samples: readonly Sample[], toleratedBitrate: number): number {
  if (toleratedBitrate === 0) {
    return 0;
  }
  const flood = rateOver(samples, FLOOD_WINDOW);
  if (flood > FLOOD * toleratedBitrate) {
    return flood;
  }
  const average = rateOver(samples, WINDOW);
  return average > toleratedBitrate ? average : 0;
}

/** bit/s over all samples that were kept; 0 with less than two. */
export function averageRate(samples: readonly Sample[]): number {
  const first = samples[0];
  const last = samples[samples.length - 1];
  return first && last && last.at > first.at ? ((last.bytes - first.bytes) * 8000) / (last.at - first.at) : 0;
}

/** bit/s over the shortest stretch of at least so many milliseconds; 0 when there is none yet. */
function rateOver(samples: readonly Sample[], milliseconds: number): number {
  const last = samples[samples.length - 1];
  if (!last) {
    return 0;
  }
  const earlier = samples.filter((sample) => last.at - sample.at >= milliseconds);
  const first = earlier[earlier.length - 1];
  return first ? ((last.bytes - first.bytes) * 8000) / (last.at - first.at) : 0;
}
