/** One encoding of a clip. */
export interface RatePoint {
  /** bit/s. */
  readonly rate: number;
  /** dB, or any measure that grows with the rate. */
  readonly quality: number;
}

/** Steps in which the common range of qualities is walked over. */
const steps = 200;

/**
 * Bjøntegaard's delta rate (ITU-T VCEG-M33): how much more an encoder spends for the same quality, on average over the
 * qualities that both have. Between the points the logarithm of the rate is taken as a line, where Bjøntegaard takes a
 * cubic: with few points that are close together it differs by less than the measurement does, and it never swings.
 *
 * @param points of the encoder that is measured: two at least
 * @param reference of the one that it is compared with
 * @returns percent; less than 0 where it spends less. NaN where their qualities have no range in common
 */
export function bdRate(points: readonly RatePoint[], reference: readonly RatePoint[]): number {
  const [ours, theirs] = [sorted(points), sorted(reference)];
  const from = Math.max(ours[0]?.quality ?? 0, theirs[0]?.quality ?? 0);
  const to = Math.min(ours.at(-1)?.quality ?? 0, theirs.at(-1)?.quality ?? 0);
  if (!(to > from)) return Number.NaN;
  let sum = 0;
  for (let step = 0; step < steps; step++) {
    const quality = from + ((to - from) * (step + 0.5)) / steps;
    sum += logRateAt(ours, quality) - logRateAt(theirs, quality);
  }
  return (Math.exp(sum / steps) - 1) * 100;
}

function sorted(points: readonly RatePoint[]): RatePoint[] {
  return points.toSorted((a, b) => a.quality - b.quality);
}

function logRateAt(points: readonly RatePoint[], quality: number): number {
  const above = Math.max(
    1,
    points.findIndex((point) => point.quality >= quality),
  );
  const [left, right] = [points[above - 1], points[above]];
  if (!left || !right) return Number.NaN;
  const part = (quality - left.quality) / (right.quality - left.quality);
  return Math.log(left.rate) + part * (Math.log(right.rate) - Math.log(left.rate));
}
