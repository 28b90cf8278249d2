import { ByteReader } from "./byte-reader.ts";
import { ByteWriter } from "./byte-writer.ts";
import { printable } from "./flv-video.ts";
import { MediaError } from "./media-error.ts";

// Legacy: FLV 10.1, E.4.2. FourCCs: Enhanced RTMP v2 (veovera), "Enhanced Audio".

export interface AudioCodec {
  /** Whether this service takes it as it comes. */
  readonly supported: boolean;
  /** As people call it: "AAC", "Opus". */
  readonly name: string;
}

/** The body of an audio tag. */
export type AudioBody =
  /** The decoder's configuration: an AudioSpecificConfig where the codec is AAC. */
  | { readonly kind: "configuration"; readonly codec: AudioCodec; readonly data: Uint8Array }
  | { readonly kind: "frame"; readonly codec: AudioCodec; readonly data: Uint8Array }
  | { readonly kind: "none"; readonly codec: AudioCodec | undefined };

const aac: AudioCodec = { supported: true, name: "AAC" };

const legacyCodecs: Record<number, string> = {
  0: "PCM",
  1: "ADPCM",
  2: "MP3",
  3: "PCM, little-endian",
  4: "Nellymoser 16 kHz",
  5: "Nellymoser 8 kHz",
  6: "Nellymoser",
  7: "G.711 A-law",
  8: "G.711 mu-law",
  11: "Speex",
  // Not in the specification, seen from encoders that sent Opus before enhanced RTMP.
  13: "Opus",
  14: "MP3 8 kHz",
  15: "device-specific sound",
};

const aacId = 10;
/** SoundFormat 9 says that an enhanced header follows. */
const enhancedId = 9;
const fourCcCodecs: Record<string, string> = {
  Opus: "Opus",
  "ac-3": "AC-3",
  "ec-3": "E-AC-3",
  ".mp3": "MP3",
  fLaC: "FLAC",
};

export function readAudioBody(body: Uint8Array): AudioBody {
  if (body.length === 0) return { kind: "none", codec: undefined };
  const reader = new ByteReader(body, "an audio tag");
  const first = reader.u8();
  const id = first >> 4;
  if (id === enhancedId) return readEnhanced(reader, first & 0x0f);
  if (id !== aacId)
    return { kind: "frame", codec: { supported: false, name: legacyCodecs[id] ?? `codec ${id}` }, data: reader.rest() };
  const packet = reader.u8();
  if (packet === 0) return { kind: "configuration", codec: aac, data: reader.rest() };
  if (packet === 1)
    return reader.left === 0 ? { kind: "none", codec: aac } : { kind: "frame", codec: aac, data: reader.rest() };
  throw new MediaError(`an audio tag has the AAC packet type ${packet}, which is none of 0, 1`);
}

const enhancedPackets = { sequenceStart: 0, codedFrames: 1, multitrack: 5, modEx: 7 };

function readEnhanced(reader: ByteReader, firstPacket: number): AudioBody {
  let packet = firstPacket;
  while (packet === enhancedPackets.modEx) {
    let size = reader.u8() + 1;
    if (size === 256) size = reader.u16() + 1;
    reader.skip(size);
    packet = reader.u8() & 0x0f;
  }
  if (packet === enhancedPackets.multitrack)
    return { kind: "frame", codec: { supported: false, name: "multitrack audio" }, data: reader.rest() };
  const fourCc = reader.fourCc();
  const codec =
    fourCc === "mp4a" ? aac : { supported: false, name: fourCcCodecs[fourCc] ?? `codec ${printable(fourCc)}` };
  if (packet === enhancedPackets.sequenceStart) return { kind: "configuration", codec, data: reader.rest() };
  if (packet === enhancedPackets.codedFrames && reader.left > 0) return { kind: "frame", codec, data: reader.rest() };
  return { kind: "none", codec };
}

/** AAC is always announced as 44.1 kHz, 16 bits, stereo; what counts stands in the configuration (E.4.2.1). */
const aacHeader = 0xaf;

/** The body of a tag with an AudioSpecificConfig. */
export function writeAacConfigurationBody(config: Uint8Array): Uint8Array {
  return new ByteWriter(2 + config.length).u8(aacHeader).u8(0).bytes(config).finish();
}

/** The body of a tag with one raw AAC frame. */
export function writeAacFrame(frame: Uint8Array): Uint8Array {
  return new ByteWriter(2 + frame.length).u8(aacHeader).u8(1).bytes(frame).finish();
}
