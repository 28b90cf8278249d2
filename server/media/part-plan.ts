/** How long parts are, fixed for a stream's life: players end where EXT-X-PART-INF changes. */
export interface PartPlan {
  /** Ticks that no part exceeds: PART-TARGET. */
  readonly target: number;
  /**
   * Ticks from keyframe to keyframe that are divided, and into how many parts; without it each part takes the frames
   * that fit.
   */
  readonly interval?: { readonly length: number; readonly parts: number };
}

/**
 * Part of its target that each part has at least, unless it ends a segment or begins with a keyframe (draft-pantos-hls-
 * rfc8216bis, 4.4.4.9).
 */
export const shortestPart = 0.85;

/** Frames a second below which a picture has no parts: one frame would be half a part. */
const fewestFrames = 6;

/** Seconds that stamps in whole milliseconds make a part longer than its frames. */
const stampJitter = 0.002;

export interface VideoPartOptions {
  /** Ticks a second. */
  readonly timescale: number;
  readonly framesPerSecond: number;
  /** Seconds from keyframe to keyframe. */
  readonly keyframeInterval: number;
  /** Seconds that a part shall have about. */
  readonly part: number;
}

/**
 * Divides the keyframe interval into round(interval / part) parts of whole frames; into the nearest other number where
 * the shortest of them would be
 * below 85 % of the longest. `undefined` for pictures of fewer than 6 frames a second, which have no parts.
 */
export function planVideoParts(options: VideoPartOptions): PartPlan | undefined {
  const { timescale, framesPerSecond, keyframeInterval, part } = options;
  if (!(framesPerSecond >= fewestFrames)) return undefined;
  const frames = Math.max(1, Math.round(keyframeInterval * framesPerSecond));
  const wanted = Math.max(1, Math.round(keyframeInterval / part));
  const parts = evenDivision(frames, Math.min(wanted, frames));
  const longest = Math.ceil(frames / parts) / framesPerSecond + stampJitter;
  const length = Math.round((frames / framesPerSecond) * timescale);
  return { target: Math.ceil(longest * timescale), interval: { length, parts } };
}

/** The number of parts nearest to `wanted` whose lengths in frames differ by less than 15 %. One part always does. */
function evenDivision(frames: number, wanted: number): number {
  for (let distance = 0; distance < wanted; distance++) {
    for (const parts of [wanted - distance, wanted + distance]) {
      if (parts <= frames && Math.floor(frames / parts) / Math.ceil(frames / parts) >= shortestPart + 0.01)
        return parts;
    }
  }
  return 1;
}

/** Parts of as many frames of sound as fit into `part` seconds. The timescale is the core's samples a second. */
export function planAudioParts(sampleRate: number, samplesPerFrame: number, part: number): PartPlan {
  const frames = Math.max(1, Math.floor((part * sampleRate) / samplesPerFrame));
  return { target: frames * samplesPerFrame };
}
