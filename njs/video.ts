/**
 * What the video of a segment is, from its sequence parameter set (ITU-T H.264, 7.3.2.1.1). nginx-rtmp's /stat knows it
 * too, but misreads interlaced and 4:2:2 video, scaling matrices, and knows three profiles only.
 */
import fs from "fs";

export interface Video {
  /** Pixels. */
  readonly width: number;
  /** Pixels. */
  readonly height: number;
  /** RFC 6381, such as `avc1.64001f`. */
  readonly codec: string;
}

const PACKET = 188;
/** nginx-rtmp puts video on this PID. */
const VIDEO_PID = 0x100;
/** The first frame starts within a few packets of audio. */
const PROBED_BYTES = 350 * PACKET;
const SPS_TYPE = 7;

/** Reads what the video of an MPEG-TS segment is. Undefined when its start has no parameter set. */
export function videoOf(path: string): Video | undefined {
  const bytes = readStart(path);
  const payload = videoPayload(bytes);
  const sps = findParameterSet(payload);
  return sps && parseParameterSet(sps);
}

function readStart(path: string): Buffer {
  const descriptor = fs.openSync(path, "r");
  try {
    const buffer = Buffer.alloc(PROBED_BYTES);
    const length = fs.readSync(descriptor, buffer, 0, PROBED_BYTES, 0);
    return buffer.slice(0, length);
  } finally {
    fs.closeSync(descriptor);
  }
}

/** Payload of the video packets, PES headers and all: a start code never occurs in those. */
function videoPayload(bytes: Buffer): Buffer {
  const parts: Buffer[] = [];
  for (let at = 0; at + PACKET <= bytes.length; at += PACKET) {
    const pid = ((byte(bytes, at + 1) & 0x1f) << 8) | byte(bytes, at + 2);
    const adaptation = (byte(bytes, at + 3) >> 4) & 3;
    if (pid !== VIDEO_PID || (adaptation & 1) === 0) {
      continue;
    }
    const skipped = adaptation === 3 ? 5 + byte(bytes, at + 4) : 4;
    parts.push(bytes.slice(at + skipped, at + PACKET));
    // A parameter set stands at the start of the first frame.
    if (parts.length === 20) {
      break;
    }
  }
  return Buffer.concat(parts);
}

function findParameterSet(payload: Buffer): Buffer | undefined {
  for (let at = 0; at + 4 < payload.length; at++) {
    if (isStartCode(payload, at) && (byte(payload, at + 3) & 0x1f) === SPS_TYPE) {
      let end = at + 3;
      while (end + 2 < payload.length && !isStartCode(payload, end)) {
        end++;
      }
      return withoutEmulation(payload.slice(at + 3, end));
    }
  }
  return undefined;
}

function isStartCode(bytes: Buffer, at: number): boolean {
  return byte(bytes, at) === 0 && byte(bytes, at + 1) === 0 && byte(bytes, at + 2) === 1;
}

/** Takes out the bytes that keep a start code from occurring inside (7.4.1.1). */
function withoutEmulation(bytes: Buffer): Buffer {
  const kept: number[] = [];
  for (let at = 0; at < bytes.length; at++) {
    const emulation = at > 1 && byte(bytes, at) === 3 && byte(bytes, at - 1) === 0 && byte(bytes, at - 2) === 0;
    if (!emulation) {
      kept.push(byte(bytes, at));
    }
  }
  return Buffer.from(kept);
}

/** Profiles whose parameter set tells the chroma format. */
const WITH_CHROMA = [100, 110, 122, 244, 44, 83, 86, 118, 128, 138, 139, 134, 135];

/**
 * Reads a sequence parameter set.
 *
 * @param sps the unit with its header byte, without emulation bytes
 */
export function parseParameterSet(sps: Buffer): Video {
  const read = bitReader(sps, 4);
  read.golomb();
  let chroma = 1;
  let separatePlanes = 0;
  if (WITH_CHROMA.indexOf(byte(sps, 1)) >= 0) {
    chroma = read.golomb();
    separatePlanes = chroma === 3 ? read.bits(1) : 0;
    read.golomb();
    read.golomb();
    read.bits(1);
    skipScalingLists(read, chroma === 3 ? 12 : 8);
  }
  read.golomb();
  skipPictureOrder(read);
  read.golomb();
  read.bits(1);
  const widthInBlocks = read.golomb() + 1;
  const heightInUnits = read.golomb() + 1;
  const fieldsPerFrame = 2 - read.bits(1);
  if (fieldsPerFrame === 2) {
    read.bits(1);
  }
  read.bits(1);
  const cropped = read.bits(1) === 1;
  const left = cropped ? read.golomb() : 0;
  const right = cropped ? read.golomb() : 0;
  const top = cropped ? read.golomb() : 0;
  const bottom = cropped ? read.golomb() : 0;
  const planes = separatePlanes ? 0 : chroma;
  const cropX = planes === 1 || planes === 2 ? 2 : 1;
  const cropY = (planes === 1 ? 2 : 1) * fieldsPerFrame;
  return {
    width: widthInBlocks * 16 - (left + right) * cropX,
    height: heightInUnits * 16 * fieldsPerFrame - (top + bottom) * cropY,
    codec: `avc1.${sps.slice(1, 4).toString("hex")}`,
  };
}

interface BitReader {
  bits(count: number): number;
  /** Unsigned Exp-Golomb code (9.1). */
  golomb(): number;
}

function bitReader(bytes: Buffer, firstByte: number): BitReader {
  let at = firstByte * 8;
  const bits = (count: number): number => {
    let value = 0;
    for (let n = 0; n < count; n++, at++) {
      value = value * 2 + ((byte(bytes, at >> 3) >> (7 - (at & 7))) & 1);
    }
    return value;
  };
  const golomb = (): number => {
    let zeros = 0;
    while (zeros < 32 && bits(1) === 0) {
      zeros++;
    }
    return 2 ** zeros - 1 + bits(zeros);
  };
  return { bits, golomb };
}

function skipScalingLists(read: BitReader, count: number): void {
  if (read.bits(1) === 0) {
    return;
  }
  for (let list = 0; list < count; list++) {
    if (read.bits(1) === 1) {
      skipScalingList(read, list < 6 ? 16 : 64);
    }
  }
}

function skipScalingList(read: BitReader, size: number): void {
  let last = 8;
  let next = 8;
  for (let n = 0; n < size; n++) {
    if (next !== 0) {
      const code = read.golomb();
      const delta = code % 2 === 0 ? -code / 2 : (code + 1) / 2;
      next = (last + delta + 256) % 256;
    }
    last = next === 0 ? last : next;
  }
}

function skipPictureOrder(read: BitReader): void {
  const type = read.golomb();
  if (type === 0) {
    read.golomb();
  } else if (type === 1) {
    read.bits(1);
    read.golomb();
    read.golomb();
    for (let left = read.golomb(); left > 0; left--) {
      read.golomb();
    }
  }
}

function byte(bytes: Buffer, at: number): number {
  const value = bytes[at];
  return value === undefined ? 0 : value;
}
