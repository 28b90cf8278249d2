import { ByteReader } from "./byte-reader.ts";
import { ByteWriter } from "./byte-writer.ts";
import { MediaError } from "./media-error.ts";

// Legacy: FLV 10.1, E.4.3. FourCCs and their packets: Enhanced RTMP v2 (veovera), "Enhanced Video".

/** The body of a video tag, told apart as far as the codec is known here. */
export type VideoBody =
  /** The decoder's configuration: an avcC where the codec is AVC. */
  | { readonly kind: "configuration"; readonly codec: VideoCodec; readonly data: Uint8Array }
  | {
      readonly kind: "frame";
      readonly codec: VideoCodec;
      readonly keyframe: boolean;
      /** Milliseconds that the picture is shown after the tag's time. */
      readonly compositionTime: number;
      readonly data: Uint8Array;
    }
  | { readonly kind: "end"; readonly codec: VideoCodec }
  /** Nothing to play: seeks, metadata (HDR), empty bodies. */
  | { readonly kind: "none"; readonly codec: VideoCodec | undefined };

export interface VideoCodec {
  /** Whether this service takes it as it comes. */
  readonly supported: boolean;
  /** As people call it: "H.264", "HEVC". */
  readonly name: string;
}

const avc: VideoCodec = { supported: true, name: "H.264" };

const legacyCodecs: Record<number, string> = {
  1: "JPEG",
  2: "Sorenson H.263",
  3: "Screen Video",
  4: "On2 VP6",
  5: "On2 VP6 with alpha",
  6: "Screen Video 2",
  8: "H.263",
  9: "MPEG-4 part 2",
  // Not in the specification: what Chinese encoders and CDNs agreed on before enhanced RTMP.
  12: "HEVC",
  13: "AV1",
};

const fourCcCodecs: Record<string, string> = {
  hvc1: "HEVC",
  hev1: "HEVC",
  vvc1: "VVC",
  av01: "AV1",
  vp09: "VP9",
  vp08: "VP8",
};

const keyframeTypes = new Set([1, 4]);
const commandFrame = 5;

export function readVideoBody(body: Uint8Array): VideoBody {
  if (body.length === 0) return { kind: "none", codec: undefined };
  const reader = new ByteReader(body, "a video tag");
  const first = reader.u8();
  if ((first & 0x80) !== 0) return readEnhanced(reader, first);
  const frameType = first >> 4;
  const id = first & 0x0f;
  if (id !== 7) {
    const codec = { supported: false, name: legacyCodecs[id] ?? `codec ${id}` };
    if (frameType === commandFrame) return { kind: "none", codec };
    return { kind: "frame", codec, keyframe: keyframeTypes.has(frameType), compositionTime: 0, data: reader.rest() };
  }
  if (frameType === commandFrame) return { kind: "none", codec: avc };
  const packet = reader.u8();
  const compositionTime = reader.s24();
  if (packet === 0) return { kind: "configuration", codec: avc, data: reader.rest() };
  if (packet === 2) return { kind: "end", codec: avc };
  if (packet !== 1) throw new MediaError(`a video tag has the AVC packet type ${packet}, which is none of 0, 1, 2`);
  return { kind: "frame", codec: avc, keyframe: keyframeTypes.has(frameType), compositionTime, data: reader.rest() };
}

const enhancedPackets = { sequenceStart: 0, codedFrames: 1, sequenceEnd: 2, codedFramesX: 3, modEx: 7, multitrack: 6 };

function readEnhanced(reader: ByteReader, first: number): VideoBody {
  const frameType = (first >> 4) & 7;
  let packet = first & 0x0f;
  // "ModEx" prefixes a packet with values, such as nanoseconds; each is skipped.
  while (packet === enhancedPackets.modEx) {
    let size = reader.u8() + 1;
    if (size === 256) size = reader.u16() + 1;
    reader.skip(size);
    packet = reader.u8() & 0x0f;
  }
  if (packet === enhancedPackets.multitrack)
    return {
      kind: "frame",
      codec: { supported: false, name: "multitrack video" },
      keyframe: false,
      compositionTime: 0,
      data: reader.rest(),
    };
  const codec = videoCodecOf(reader.fourCc());
  const keyframe = keyframeTypes.has(frameType);
  switch (packet) {
    case enhancedPackets.sequenceStart:
      return { kind: "configuration", codec, data: reader.rest() };
    case enhancedPackets.codedFrames: {
      // Codecs that reorder carry a composition time; AV1 and VP9 do not.
      const compositionTime = ["H.264", "HEVC", "VVC"].includes(codec.name) ? reader.s24() : 0;
      return { kind: "frame", codec, keyframe, compositionTime, data: reader.rest() };
    }
    case enhancedPackets.codedFramesX:
      return { kind: "frame", codec, keyframe, compositionTime: 0, data: reader.rest() };
    case enhancedPackets.sequenceEnd:
      return { kind: "end", codec };
    default:
      return { kind: "none", codec };
  }
}

function videoCodecOf(fourCc: string): VideoCodec {
  if (fourCc === "avc1") return avc;
  return { supported: false, name: fourCcCodecs[fourCc] ?? `codec ${printable(fourCc)}` };
}

/** A FourCC as it may stand in a log. */
export function printable(fourCc: string): string {
  return JSON.stringify(fourCc.replace(/[^ -~]/g, "?"));
}

export interface AvcBody {
  readonly keyframe: boolean;
  /** Milliseconds, 24 bits signed. */
  readonly compositionTime: number;
  readonly data: Uint8Array;
}

/** The body of a tag with an avcC. */
export function writeAvcConfigurationBody(avcC: Uint8Array): Uint8Array {
  return new ByteWriter(5 + avcC.length).u8(0x17).u8(0).u24(0).bytes(avcC).finish();
}

/** The body of a tag with one access unit, its NAL units preceded by their lengths. */
export function writeAvcFrame(frame: AvcBody): Uint8Array {
  return new ByteWriter(5 + frame.data.length)
    .u8(frame.keyframe ? 0x17 : 0x27)
    .u8(1)
    .u24(frame.compositionTime)
    .bytes(frame.data)
    .finish();
}
