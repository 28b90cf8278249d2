import { rawPayload } from "./avc-nal.ts";
import { BitReader } from "./bit-reader.ts";
import { MediaError } from "./media-error.ts";

// ITU-T H.264, 7.3.2.1.1 (SPS) and annex E.1.1 (VUI).

/** What a sequence parameter set says. */
export interface AvcSps {
  /** 66 Baseline, 77 Main, 100 High... */
  readonly profile: number;
  /** constraint_set flags, as the byte between profile and level. */
  readonly constraints: number;
  /** Ten times the level: 31 is 3.1. */
  readonly level: number;
  /** Pixels after cropping. */
  readonly width: number;
  readonly height: number;
  /** Pixel aspect, `[1, 1]` where nothing is said. */
  readonly pixelAspect: readonly [number, number];
  /** Frames a second as the VUI has it; cameras leave it out or lie. */
  readonly frameRate: number | undefined;
  /** Whether the VUI promises that frame rate. */
  readonly fixedFrameRate: boolean;
  readonly interlaced: boolean;
  /** 0 monochrome, 1 4:2:0, 2 4:2:2, 3 4:4:4. */
  readonly chroma: number;
  readonly bitDepth: number;
  /** Frames that decoding reorders at most, where it is said. */
  readonly reorderFrames: number | undefined;
}

/** Pixels along one edge that are believed: 8.5 times level 6.2's longest. More is a broken or hostile SPS. */
const maxEdge = 65536;

const profilesWithChroma = new Set([100, 110, 122, 244, 44, 83, 86, 118, 128, 138, 139, 134, 135]);

/** Table E-1: aspect_ratio_idc. */
const aspects: readonly (readonly [number, number])[] = [
  [1, 1],
  [1, 1],
  [12, 11],
  [10, 11],
  [16, 11],
  [40, 33],
  [24, 11],
  [20, 11],
  [32, 11],
  [80, 33],
  [18, 11],
  [15, 11],
  [64, 33],
  [160, 99],
  [4, 3],
  [3, 2],
  [2, 1],
];
const extendedAspect = 255;

/** Reads an SPS unit, header included. */
export function readSps(unit: Uint8Array): AvcSps {
  const bits = new BitReader(rawPayload(unit), "an SPS");
  const profile = bits.bits(8);
  const constraints = bits.bits(8);
  const level = bits.bits(8);
  bits.unsigned(); // seq_parameter_set_id
  const { chroma, bitDepth, separatePlanes } = profilesWithChroma.has(profile)
    ? readChroma(bits)
    : { chroma: 1, bitDepth: 8, separatePlanes: false };
  bits.unsigned(); // log2_max_frame_num_minus4
  skipPictureOrder(bits);
  bits.unsigned(); // max_num_ref_frames
  bits.bit(); // gaps_in_frame_num_value_allowed_flag
  const widthInBlocks = bits.unsigned() + 1;
  const heightInUnits = bits.unsigned() + 1;
  const framesOnly = bits.flag();
  if (!framesOnly) bits.bit(); // mb_adaptive_frame_field_flag
  bits.bit(); // direct_8x8_inference_flag
  const unitRows = framesOnly ? 1 : 2;
  // Cropping counts in chroma samples (7.4.2.1.1).
  const chromaArray = separatePlanes ? 0 : chroma;
  const cropX = chromaArray === 1 || chromaArray === 2 ? 2 : 1;
  const cropY = (chromaArray === 1 ? 2 : 1) * unitRows;
  const crop = bits.flag() ? readCrop(bits) : { left: 0, right: 0, top: 0, bottom: 0 };
  const width = widthInBlocks * 16 - (crop.left + crop.right) * cropX;
  const height = heightInUnits * 16 * unitRows - (crop.top + crop.bottom) * cropY;
  if (width < 1 || height < 1 || width > maxEdge || height > maxEdge)
    throw new MediaError(`an SPS tells of ${width}x${height} pixels, which cannot be`);
  const vui = bits.flag() ? readVui(bits) : nothingSaid;
  return { profile, constraints, level, width, height, interlaced: !framesOnly, chroma, bitDepth, ...vui };
}

function readChroma(bits: BitReader): { chroma: number; bitDepth: number; separatePlanes: boolean } {
  const chroma = bits.unsigned();
  if (chroma > 3) throw new MediaError(`an SPS has the chroma format ${chroma}, which is none of 0 to 3`);
  const separatePlanes = chroma === 3 && bits.flag();
  const bitDepth = bits.unsigned() + 8;
  bits.unsigned(); // bit_depth_chroma_minus8
  bits.bit(); // qpprime_y_zero_transform_bypass_flag
  if (bits.flag()) {
    const lists = chroma === 3 ? 12 : 8;
    for (let list = 0; list < lists; list++) if (bits.flag()) skipScalingList(bits, list < 6 ? 16 : 64);
  }
  return { chroma, bitDepth, separatePlanes };
}

/** 7.3.2.1.1.1 */
function skipScalingList(bits: BitReader, size: number): void {
  let last = 8;
  let next = 8;
  for (let index = 0; index < size; index++) {
    if (next !== 0) next = (((last + bits.signed()) % 256) + 256) % 256;
    last = next === 0 ? last : next;
  }
}

function skipPictureOrder(bits: BitReader): void {
  const type = bits.unsigned();
  if (type === 0) bits.unsigned(); // log2_max_pic_order_cnt_lsb_minus4
  if (type !== 1) return;
  bits.bit(); // delta_pic_order_always_zero_flag
  bits.signed(); // offset_for_non_ref_pic
  bits.signed(); // offset_for_top_to_bottom_field
  const frames = bits.unsigned();
  if (frames > 255) throw new MediaError(`an SPS has a cycle of ${frames} reference frames; 255 are the most`);
  for (let frame = 0; frame < frames; frame++) bits.signed();
}

function readCrop(bits: BitReader): { left: number; right: number; top: number; bottom: number } {
  return { left: bits.unsigned(), right: bits.unsigned(), top: bits.unsigned(), bottom: bits.unsigned() };
}

type Vui = Pick<AvcSps, "pixelAspect" | "frameRate" | "fixedFrameRate" | "reorderFrames">;

const nothingSaid: Vui = { pixelAspect: [1, 1], frameRate: undefined, fixedFrameRate: false, reorderFrames: undefined };

function readVui(bits: BitReader): Vui {
  let pixelAspect: readonly [number, number] = [1, 1];
  if (bits.flag()) {
    const idc = bits.bits(8);
    pixelAspect = idc === extendedAspect ? [bits.bits(16), bits.bits(16)] : (aspects[idc] ?? [1, 1]);
    // "Unspecified" by zero (E.2.1).
    if (pixelAspect[0] === 0 || pixelAspect[1] === 0) pixelAspect = [1, 1];
  }
  if (bits.flag()) bits.bit(); // overscan
  if (bits.flag()) {
    bits.skip(4); // video_format, video_full_range_flag
    if (bits.flag()) bits.skip(24); // colour_primaries, transfer_characteristics, matrix_coefficients
  }
  if (bits.flag()) {
    bits.unsigned(); // chroma_sample_loc_type_top_field
    bits.unsigned(); // chroma_sample_loc_type_bottom_field
  }
  const timing = bits.flag() ? readTiming(bits) : { frameRate: undefined, fixedFrameRate: false };
  const nal = bits.flag();
  if (nal) skipHrd(bits);
  const vcl = bits.flag();
  if (vcl) skipHrd(bits);
  if (nal || vcl) bits.bit(); // low_delay_hrd_flag
  bits.bit(); // pic_struct_present_flag
  const reorderFrames = bits.flag() ? readReorder(bits) : undefined;
  return { pixelAspect, reorderFrames, ...timing };
}

/** Two ticks are one frame (E.2.1). */
function readTiming(bits: BitReader): { frameRate: number | undefined; fixedFrameRate: boolean } {
  const unitsInTick = bits.bits(32);
  const timeScale = bits.bits(32);
  const fixed = bits.flag();
  const sane = unitsInTick > 0 && timeScale > 0;
  return { frameRate: sane ? timeScale / (2 * unitsInTick) : undefined, fixedFrameRate: sane && fixed };
}

function skipHrd(bits: BitReader): void {
  const count = bits.unsigned() + 1;
  if (count > 32) throw new MediaError(`an SPS has ${count} buffer descriptions; 32 are the most`);
  bits.skip(8); // bit_rate_scale, cpb_size_scale
  for (let index = 0; index < count; index++) {
    bits.unsigned(); // bit_rate_value_minus1
    bits.unsigned(); // cpb_size_value_minus1
    bits.bit(); // cbr_flag
  }
  bits.skip(20); // lengths of delays and of the time offset
}

function readReorder(bits: BitReader): number {
  bits.bit(); // motion_vectors_over_pic_boundaries_flag
  for (let field = 0; field < 4; field++) bits.unsigned(); // max_bytes_per_pic_denom to log2_max_mv_length_vertical
  return bits.unsigned();
}
