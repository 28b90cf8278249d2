import { BitReader } from "./bit-reader.ts";
import { MediaError } from "./media-error.ts";

// ITU-T H.264, 7.3.1 and table 7-1; NAL units preceded by their lengths: ISO/IEC 14496-15, 5.3.

export const nalTypes = { slice: 1, partitionA: 2, idr: 5, sei: 6, sps: 7, pps: 8, delimiter: 9 } as const;

const recoveryPoint = 6;

/** The NAL units of a frame, not copied. `lengthSize`: bytes of each length, 1, 2 or 4, as the avcC says. */
export function nalUnits(frame: Uint8Array, lengthSize: number): Uint8Array[] {
  const units: Uint8Array[] = [];
  const view = new DataView(frame.buffer, frame.byteOffset, frame.byteLength);
  let at = 0;
  while (at < frame.length) {
    if (at + lengthSize > frame.length) throw new MediaError("a frame ends within the length of a NAL unit");
    const size = lengthSize === 4 ? view.getUint32(at) : lengthSize === 2 ? view.getUint16(at) : view.getUint8(at);
    at += lengthSize;
    if (size > frame.length - at)
      throw new MediaError(`a NAL unit of ${size} bytes in a frame that has ${frame.length - at} left`);
    // Encoders pad with empty units; they say nothing.
    if (size > 0) units.push(frame.subarray(at, at + size));
    at += size;
  }
  return units;
}

/** A frame of these NAL units, each preceded by its length in four bytes. */
export function writeNalUnits(units: readonly Uint8Array[]): Uint8Array {
  const frame = new Uint8Array(units.reduce((sum, unit) => sum + 4 + unit.length, 0));
  const view = new DataView(frame.buffer);
  let at = 0;
  for (const unit of units) {
    view.setUint32(at, unit.length);
    frame.set(unit, at + 4);
    at += 4 + unit.length;
  }
  return frame;
}

/** 1 slice, 5 IDR, 7 SPS... of a unit that is not empty. */
export function nalType(unit: Uint8Array): number {
  return (unit[0] ?? 0) & 0x1f;
}

/**
 * The payload without the bytes that keep start codes out of it (7.3.1): the first `limit` bytes of the unit, header
 * left out.
 */
export function rawPayload(unit: Uint8Array, limit = unit.length): Uint8Array {
  const raw = new Uint8Array(Math.min(unit.length, limit));
  let length = 0;
  let zeros = 0;
  for (const byte of unit.subarray(1, limit)) {
    if (zeros >= 2 && byte === 3) {
      zeros = 0;
      continue;
    }
    zeros = byte === 0 ? zeros + 1 : 0;
    raw[length] = byte;
    length += 1;
  }
  return raw.subarray(0, length);
}

export type SliceType = "P" | "B" | "I" | "SP" | "SI";

const sliceTypes: readonly SliceType[] = ["P", "B", "I", "SP", "SI"];

/** The type of a coded slice (7.4.3, table 7-6). */
export function sliceType(unit: Uint8Array): SliceType {
  // first_mb_in_slice and slice_type: two codes of at most 32 + 31 bits each.
  const bits = new BitReader(rawPayload(unit, 24), "a slice header");
  bits.unsigned();
  const value = bits.unsigned();
  const type = sliceTypes[value % 5];
  if (value > 9 || !type) throw new MediaError(`a slice has the type ${value}, which is none of 0 to 9`);
  return type;
}

export interface FrameKind {
  /**
   * What a player can begin with: `idr`; `recovery`, an I frame of an open GOP with a recovery point at once;
   * `gradual`, a recovery point after `recoveryFrames` (intra refresh); `intra`, an I frame that announces nothing;
   * `none`.
   */
  readonly entry: "idr" | "recovery" | "gradual" | "intra" | "none";
  /** Frames after which the picture is whole, where entry is `gradual`. */
  readonly recoveryFrames: number;
  /** Whether the frame brings its own SPS. */
  readonly parameterSets: boolean;
  /** Whether it may be shown before a frame that was sent earlier. */
  readonly bidirectional: boolean;
}

/** What kind of frame the units are of. Units that cannot be read count as nothing. */
export function frameKind(units: readonly Uint8Array[]): FrameKind {
  let idr = false;
  let parameterSets = false;
  let recovery: number | undefined;
  const slices = new Set<SliceType>();
  for (const unit of units) {
    const type = nalType(unit);
    if (type === nalTypes.idr) idr = true;
    else if (type === nalTypes.sps) parameterSets = true;
    else if (type === nalTypes.sei) recovery ??= recoveryFrameCount(unit);
    else if (type === nalTypes.slice || type === nalTypes.partitionA) slices.add(readableSliceType(unit));
  }
  const intra = slices.size > 0 && [...slices].every((type) => type === "I" || type === "SI");
  const entry = idr
    ? "idr"
    : recovery !== undefined
      ? recovery === 0 && intra
        ? "recovery"
        : "gradual"
      : intra
        ? "intra"
        : "none";
  return {
    entry,
    recoveryFrames: entry === "gradual" ? (recovery ?? 0) : 0,
    parameterSets,
    bidirectional: slices.has("B"),
  };
}

function readableSliceType(unit: Uint8Array): SliceType {
  try {
    return sliceType(unit);
  } catch (error) {
    // A stranger's broken slice: P begins nothing.
    if (error instanceof MediaError) return "P";
    throw error;
  }
}

/** recovery_frame_cnt of a recovery point SEI (annex D.1.8), if the unit has one. */
export function recoveryFrameCount(unit: Uint8Array): number | undefined {
  // Recovery points stand in front of long user data; what follows 4 kB is not looked at.
  const bytes = rawPayload(unit, 4096);
  let at = 0;
  while (at + 2 < bytes.length) {
    const [type, afterType] = seiNumber(bytes, at);
    const [size, afterSize] = seiNumber(bytes, afterType);
    if (type === recoveryPoint) {
      const payload = bytes.subarray(afterSize, afterSize + size);
      return payload.length === 0 ? undefined : readRecovery(payload);
    }
    at = afterSize + size;
  }
  return undefined;
}

function readRecovery(payload: Uint8Array): number | undefined {
  try {
    return new BitReader(payload, "a recovery point").unsigned();
  } catch (error) {
    if (error instanceof MediaError) return undefined;
    throw error;
  }
}

/** A number of 0xff bytes and a last one (7.3.2.3.1), and where what follows begins. */
function seiNumber(bytes: Uint8Array, from: number): [value: number, next: number] {
  let value = 0;
  let at = from;
  while (bytes[at] === 0xff) {
    value += 255;
    at += 1;
  }
  return [value + (bytes[at] ?? 0), at + 1];
}
