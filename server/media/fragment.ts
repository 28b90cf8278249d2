import { BoxWriter } from "./box-writer.ts";
import type { Frame } from "./frame.ts";
import { dependentFlags, keyframeFlags, trackId } from "./init-segment.ts";
import { MediaError } from "./media-error.ts";

// ISO/IEC 14496-12: mfhd 8.8.5, tfhd 8.8.7, trun 8.8.8, tfdt 8.8.12; CMAF chunks: 23000-19, 7.3.2.3.

const tfhd = { defaultDuration: 0x8, defaultFlags: 0x20, baseIsMoof: 0x20000 };
const trun = { dataOffset: 0x1, firstFlags: 0x4, duration: 0x100, size: 0x200, flags: 0x400, composition: 0x800 };

/**
 * moof and mdat of frames that follow one another: each begins where the one before ends. `sequence` is only counted
 * up.
 */
export function writeFragment(sequence: number, frames: readonly Frame[]): Uint8Array {
  const [first] = frames;
  if (!first) throw new MediaError("a fragment has at least one frame");
  const dataLength = frames.reduce((sum, frame) => sum + frame.data.length, 0);
  const sameDuration = frames.every((frame) => frame.duration === first.duration);
  const composed = frames.some((frame) => frame.compositionOffset !== 0);
  // Only the first may differ from the rest, for one value to say it.
  const keyframesLater = frames.slice(1).filter((frame) => frame.keyframe).length;
  const restKey = keyframesLater > 0;
  const mixed = restKey && keyframesLater < frames.length - 1;
  const firstDiffers = !mixed && first.keyframe !== restKey;
  const flags =
    trun.dataOffset |
    trun.size |
    (sameDuration ? 0 : trun.duration) |
    (mixed ? trun.flags : 0) |
    (firstDiffers ? trun.firstFlags : 0) |
    (composed ? trun.composition : 0);

  const writer = new BoxWriter(160 + frames.length * 16 + dataLength);
  let offsetAt = 0;
  writer.box("moof", () => {
    writer.fullBox("mfhd", 0, 0, () => writer.u32(sequence >>> 0));
    writer.box("traf", () => {
      writer.fullBox("tfhd", 0, tfhd.baseIsMoof | tfhd.defaultFlags | (sameDuration ? tfhd.defaultDuration : 0), () => {
        writer.u32(trackId);
        if (sameDuration) writer.u32(first.duration);
        writer.u32(restKey ? keyframeFlags : dependentFlags);
      });
      writer.fullBox("tfdt", 1, 0, () => writer.u64(first.decodeTime));
      // Version 1: composition offsets are signed.
      writer.fullBox("trun", 1, flags, () => {
        writer.u32(frames.length);
        offsetAt = writer.length;
        writer.u32(0);
        if (firstDiffers) writer.u32(first.keyframe ? keyframeFlags : dependentFlags);
        for (const frame of frames) {
          if (!sameDuration) writer.u32(frame.duration);
          writer.u32(frame.data.length);
          if (mixed) writer.u32(frame.keyframe ? keyframeFlags : dependentFlags);
          if (composed) writer.s32(frame.compositionOffset);
        }
      });
    });
  });
  writer.setU32(offsetAt, writer.length + 8);
  writer.box("mdat", () => {
    for (const frame of frames) writer.bytes(frame.data);
  });
  return writer.finish();
}
