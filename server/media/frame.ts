/** One access unit of a track: a picture with its NAL units preceded by their lengths, or a raw AAC frame. */
export interface Frame {
  /** Ticks of the track's timescale, whole, up to 2^53; of epoch time once it is packaged. */
  readonly decodeTime: number;
  /** Ticks, whole, above 0. */
  readonly duration: number;
  /** Ticks that it is shown after its decode time; below 0 too. */
  readonly compositionOffset: number;
  /** Whether a player can begin here. Each frame of sound is one. */
  readonly keyframe: boolean;
  readonly data: Uint8Array;
}
