/** What a segment weighs: bytes, and seconds. */
export interface Weighed {
  readonly bytes: number;
  readonly duration: number;
}

export interface Bitrate {
  /**
   * Bits a second of the greediest stretch of segments that lasts half to one and a half target durations (RFC 8216,
   * 4.3.4.2 and 4.1).
   */
  readonly peak: number;
  /** Bits a second of all. */
  readonly average: number;
}

/**
 * Peak and average of segments that follow one another; `undefined` where nothing lasts long enough to tell.
 * `targetDuration`: seconds.
 */
export function bitrateOf(segments: readonly Weighed[], targetDuration: number): Bitrate | undefined {
  const bytes = segments.reduce((sum, segment) => sum + segment.bytes, 0);
  const duration = segments.reduce((sum, segment) => sum + segment.duration, 0);
  let peak = 0;
  for (let from = 0; from < segments.length; from++) {
    let stretchBytes = 0;
    let stretch = 0;
    for (const segment of segments.slice(from)) {
      stretchBytes += segment.bytes;
      stretch += segment.duration;
      if (stretch > targetDuration * 1.5) break;
      if (stretch >= targetDuration / 2) peak = Math.max(peak, (stretchBytes * 8) / stretch);
    }
  }
  if (peak === 0 || duration === 0) return undefined;
  const average = (bytes * 8) / duration;
  return { peak: Math.max(peak, average), average };
}
