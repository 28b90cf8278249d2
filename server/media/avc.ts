import { nalType, nalTypes } from "./avc-nal.ts";
import { ByteReader } from "./byte-reader.ts";
import { ByteWriter } from "./byte-writer.ts";
import { MediaError } from "./media-error.ts";

// AVCDecoderConfigurationRecord: ISO/IEC 14496-15, 5.3.3.1.2.

export interface AvcConfiguration {
  readonly profile: number;
  readonly constraints: number;
  /** Ten times the level. */
  readonly level: number;
  /** Bytes of the length before each NAL unit: 1, 2 or 4. */
  readonly lengthSize: number;
  readonly sps: readonly Uint8Array[];
  readonly pps: readonly Uint8Array[];
  /** What follows for High profiles (chroma, bit depths, SPS extensions), as it came. */
  readonly extension: Uint8Array;
}

/** Reads an avcC. One without an SPS or a PPS is refused: nothing could be decoded. */
export function readAvcConfiguration(bytes: Uint8Array): AvcConfiguration {
  const reader = new ByteReader(bytes, "the avcC");
  const version = reader.u8();
  if (version !== 1) throw new MediaError(`the avcC has version ${version}, not 1`);
  const profile = reader.u8();
  const constraints = reader.u8();
  const level = reader.u8();
  const lengthSize = (reader.u8() & 3) + 1;
  if (lengthSize === 3) throw new MediaError("the avcC has lengths of 3 bytes, which cannot be");
  const sps = readUnits(reader, reader.u8() & 0x1f, nalTypes.sps, "SPS");
  const pps = readUnits(reader, reader.u8(), nalTypes.pps, "PPS");
  return { profile, constraints, level, lengthSize, sps, pps, extension: reader.rest() };
}

function readUnits(reader: ByteReader, count: number, type: number, name: string): Uint8Array[] {
  const units: Uint8Array[] = [];
  for (let index = 0; index < count; index++) {
    const unit = reader.bytes(reader.u16());
    if (unit.length < 2 || nalType(unit) !== type)
      throw new MediaError(`the avcC has a unit that is no ${name} in its place`);
    units.push(unit);
  }
  if (units.length === 0) throw new MediaError(`the avcC has no ${name}`);
  return units;
}

export function writeAvcConfiguration(config: AvcConfiguration): Uint8Array {
  const writer = new ByteWriter()
    .u8(1)
    .u8(config.profile)
    .u8(config.constraints)
    .u8(config.level)
    .u8(0xfc | (config.lengthSize - 1))
    .u8(0xe0 | config.sps.length);
  for (const unit of config.sps) writer.u16(unit.length).bytes(unit);
  writer.u8(config.pps.length);
  for (const unit of config.pps) writer.u16(unit.length).bytes(unit);
  return writer.bytes(config.extension).finish();
}

/**
 * An avcC of parameter sets that came in the stream. Chroma and bit depths are for High profiles; players read them
 * from the SPS.
 */
export function avcConfigurationOf(sps: Uint8Array, pps: Uint8Array): AvcConfiguration {
  const reader = new ByteReader(sps, "an SPS");
  reader.skip(1);
  const profile = reader.u8();
  const constraints = reader.u8();
  return {
    profile,
    constraints,
    level: reader.u8(),
    lengthSize: 4,
    sps: [sps],
    pps: [pps],
    extension: new Uint8Array(0),
  };
}
