import { childBoxes, findBox, fullBox, needBox } from "./boxes.ts";
import { ByteReader } from "./byte-reader.ts";
import type { TrackFormat } from "./init-segment.ts";
import { MediaError } from "./media-error.ts";

// ISO/IEC 14496-12: tkhd 8.3.2, mdhd 8.4.2, stsd 8.5.2, elst 8.6.6, trex 8.8.3.

export interface InitSegment {
  readonly format: TrackFormat;
  readonly trackId: number;
  /** Pixels of a picture as the sample entry has them. */
  readonly width: number;
  readonly height: number;
  /** Ticks of media that an edit list leaves out at the beginning, such as an encoder's priming; 0 without one. */
  readonly mediaStart: number;
  /** What the fragments leave unsaid. */
  readonly defaults: FragmentDefaults;
}

export interface FragmentDefaults {
  readonly duration: number;
  readonly size: number;
  readonly flags: number;
}

/** Reads ftyp and moov, or the body of a moov alone, of a file with one AVC or AAC track. */
export function readInitSegment(bytes: Uint8Array): InitSegment {
  return readMovie(needBox(bytes, "moov"));
}

/** Reads the body of a moov. */
export function readMovie(moov: Uint8Array): InitSegment {
  const tracks = [...childBoxes(moov, "moov")].filter((box) => box.type === "trak");
  const [track] = tracks;
  if (!track || tracks.length > 1) throw new MediaError(`the file has ${tracks.length} tracks, not one`);
  const trak = track.body;
  const timescale = readTimescale(needBox(trak, "mdia", "mdhd"));
  const entry = readSampleEntry(needBox(trak, "mdia", "minf", "stbl", "stsd"));
  const edits = findBox(trak, "edts", "elst");
  return {
    format: { kind: entry.kind, timescale, configuration: entry.configuration },
    trackId: readTrackId(needBox(trak, "tkhd")),
    width: entry.width,
    height: entry.height,
    mediaStart: edits ? readMediaStart(edits) : 0,
    defaults: readDefaults(needBox(moov, "mvex", "trex")),
  };
}

function readTimescale(mdhd: Uint8Array): number {
  const { version, reader } = fullBox(mdhd, "mdhd");
  reader.skip(version === 1 ? 16 : 8);
  const timescale = reader.u32();
  if (timescale === 0) throw new MediaError("mdhd has a timescale of 0");
  return timescale;
}

function readTrackId(tkhd: Uint8Array): number {
  const { version, reader } = fullBox(tkhd, "tkhd");
  reader.skip(version === 1 ? 16 : 8);
  return reader.u32();
}

function readDefaults(trex: Uint8Array): FragmentDefaults {
  const { reader } = fullBox(trex, "trex");
  reader.skip(8);
  return { duration: reader.u32(), size: reader.u32(), flags: reader.u32() };
}

/** media_time of the first edit that is no empty one. */
function readMediaStart(elst: Uint8Array): number {
  const { version, reader } = fullBox(elst, "elst");
  const count = Math.min(reader.u32(), 16);
  for (let index = 0; index < count; index++) {
    reader.skip(version === 1 ? 8 : 4);
    const high = version === 1 ? reader.s32() : 0;
    const low = version === 1 ? reader.u32() : reader.s32();
    reader.skip(4);
    const mediaTime = high * 2 ** 32 + low;
    if (mediaTime >= 0 && Number.isSafeInteger(mediaTime)) return mediaTime;
  }
  return 0;
}

interface SampleEntry {
  readonly kind: "video" | "audio";
  readonly configuration: Uint8Array;
  readonly width: number;
  readonly height: number;
}

function readSampleEntry(stsd: Uint8Array): SampleEntry {
  const { reader } = fullBox(stsd, "stsd");
  reader.skip(4);
  const [entry] = childBoxes(reader.rest(), "stsd");
  if (!entry) throw new MediaError("stsd has no entry");
  const body = new ByteReader(entry.body, entry.type);
  if (entry.type === "avc1" || entry.type === "avc3") {
    body.skip(24);
    const width = body.u16();
    const height = body.u16();
    body.skip(50);
    return { kind: "video", configuration: needBox(body.rest(), "avcC"), width, height };
  }
  if (entry.type === "mp4a") {
    body.skip(28);
    return { kind: "audio", configuration: readEsds(needBox(body.rest(), "esds")), width: 0, height: 0 };
  }
  throw new MediaError(
    `the track's format is ${JSON.stringify(entry.type.replace(/[^ -~]/g, "?"))}, neither avc1 nor mp4a`,
  );
}

const descriptors = { es: 3, decoderConfig: 4, decoderSpecific: 5 };
const mpeg4Audio = 0x40;

/** The AudioSpecificConfig within an esds (ISO/IEC 14496-1, 7.2.6). */
function readEsds(esds: Uint8Array): Uint8Array {
  const es = readDescriptor(fullBox(esds, "esds").reader, descriptors.es);
  es.skip(2);
  const flags = es.u8();
  if (flags & 0x80) es.skip(2);
  if (flags & 0x40) es.skip(es.u8());
  if (flags & 0x20) es.skip(2);
  const decoder = readDescriptor(es, descriptors.decoderConfig);
  const type = decoder.u8();
  if (type !== mpeg4Audio) throw new MediaError(`the sound is of object type 0x${type.toString(16)}, not AAC (0x40)`);
  decoder.skip(12);
  return readDescriptor(decoder, descriptors.decoderSpecific).rest();
}

function readDescriptor(reader: ByteReader, tag: number): ByteReader {
  const found = reader.u8();
  if (found !== tag) throw new MediaError(`esds has a descriptor ${found} where ${tag} belongs`);
  let size = 0;
  for (let index = 0; index < 4; index++) {
    const byte = reader.u8();
    size = size * 128 + (byte & 0x7f);
    if ((byte & 0x80) === 0) break;
  }
  return new ByteReader(reader.bytes(size), "esds");
}
