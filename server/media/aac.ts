import { BitReader } from "./bit-reader.ts";
import { MediaError } from "./media-error.ts";

// AudioSpecificConfig: ISO/IEC 14496-3, 1.6.2.1 (tables 1.15 to 1.19), GASpecificConfig 4.4.1, program_config_element
// 4.4.1.1.

export interface AacConfiguration {
  /** 2 is AAC-LC. Where SBR or PS is signalled, the core's type: theirs stand apart. */
  readonly objectType: number;
  /** Samples a second of the core: what `samplesPerFrame` counts. */
  readonly sampleRate: number;
  /** Channels of the core. */
  readonly channels: number;
  /** Whether the channels stand in a program_config_element (channelConfiguration 0), which few players read. */
  readonly programConfig: boolean;
  /** Samples of the core in a frame: 1024, or 960 of broadcasters. */
  readonly samplesPerFrame: number;
  /** Spectral band replication (HE-AAC) is signalled. */
  readonly sbr: boolean;
  /** Parametric stereo (HE-AAC v2) is signalled. */
  readonly ps: boolean;
  /** Samples a second of what is heard: twice the core's with SBR. */
  readonly outputRate: number;
}

const rates = [96000, 88200, 64000, 48000, 44100, 32000, 24000, 22050, 16000, 12000, 11025, 8000, 7350];
const explicitRate = 15;
/** channelConfiguration 1 to 14; zeros are reserved. */
const channelsOf = [0, 1, 2, 3, 4, 5, 6, 8, 0, 0, 0, 7, 8, 24, 8];

const sbrType = 5;
const psType = 29;
const erBsac = 22;
/**
 * Types whose GASpecificConfig is what stands here (4.4.1): Main, LC, SSR, LTP, scalable, TwinVQ and the
 * error-resilient ones.
 */
const generalAudio = new Set([1, 2, 3, 4, 6, 7, 17, 19, 20, 21, 22, 23]);

/** Reads an AudioSpecificConfig. Types other than the general ones (ALS, USAC...) are refused by name. */
export function readAacConfiguration(bytes: Uint8Array): AacConfiguration {
  const bits = new BitReader(bytes, "the AudioSpecificConfig");
  let objectType = readObjectType(bits);
  const sampleRate = readRate(bits);
  const channelConfiguration = bits.bits(4);
  let outputRate = sampleRate;
  let sbr = objectType === sbrType || objectType === psType;
  let ps = objectType === psType;
  if (sbr) {
    outputRate = readRate(bits);
    objectType = readObjectType(bits);
    if (objectType === erBsac) bits.skip(4); // extensionChannelConfiguration
  }
  if (!generalAudio.has(objectType))
    throw new MediaError(`AAC of the object type ${objectType} is not taken; AAC-LC (2) is`);
  const short = bits.flag();
  if (bits.flag()) bits.skip(14); // coreCoderDelay
  const extension = bits.flag();
  const programConfig = channelConfiguration === 0;
  const channels = programConfig ? readProgramChannels(bits) : (channelsOf[channelConfiguration] ?? 0);
  if (channels === 0)
    throw new MediaError(
      `the AudioSpecificConfig has the channel configuration ${channelConfiguration}, which is reserved`,
    );
  if (objectType === 6 || objectType === 20) bits.skip(3); // layerNr
  if (extension) skipExtension(bits, objectType);
  if (!sbr && bits.left >= 16) ({ sbr, ps, outputRate } = readBackwardCompatible(bits, sampleRate));
  return { objectType, sampleRate, channels, programConfig, samplesPerFrame: short ? 960 : 1024, sbr, ps, outputRate };
}

function readObjectType(bits: BitReader): number {
  const type = bits.bits(5);
  return type === 31 ? 32 + bits.bits(6) : type;
}

function readRate(bits: BitReader): number {
  const index = bits.bits(4);
  const rate = index === explicitRate ? bits.bits(24) : rates[index];
  if (rate === undefined)
    throw new MediaError(`the AudioSpecificConfig has the sampling frequency index ${index}, which is reserved`);
  if (rate < 1000 || rate > 192000)
    throw new MediaError(`the AudioSpecificConfig has ${rate} samples a second, which cannot be`);
  return rate;
}

/** Counts the channels of a program_config_element. */
function readProgramChannels(bits: BitReader): number {
  bits.skip(4 + 2 + 4); // element_instance_tag, object_type, sampling_frequency_index
  const front = bits.bits(4);
  const side = bits.bits(4);
  const back = bits.bits(4);
  const lfe = bits.bits(2);
  const data = bits.bits(3);
  const coupling = bits.bits(4);
  if (bits.flag()) bits.skip(4); // mono_mixdown
  if (bits.flag()) bits.skip(4); // stereo_mixdown
  if (bits.flag()) bits.skip(3); // matrix_mixdown
  let channels = lfe;
  for (let element = 0; element < front + side + back; element++) {
    channels += bits.flag() ? 2 : 1;
    bits.skip(4);
  }
  bits.skip(lfe * 4 + data * 4 + coupling * 5);
  bits.skip(bits.left % 8);
  bits.skip(bits.bits(8) * 8); // comment
  return channels;
}

function skipExtension(bits: BitReader, objectType: number): void {
  if (objectType === erBsac) bits.skip(5 + 11);
  if ([17, 19, 20, 23].includes(objectType)) bits.skip(3);
  bits.skip(1); // extensionFlag3
}

/**
 * SBR and PS signalled behind a config that older decoders read too (1.6.5.2). What cannot be read there is not
 * signalled.
 */
function readBackwardCompatible(
  bits: BitReader,
  sampleRate: number,
): Pick<AacConfiguration, "sbr" | "ps" | "outputRate"> {
  const none = { sbr: false, ps: false, outputRate: sampleRate };
  if (bits.bits(11) !== 0x2b7) return none;
  if (readObjectType(bits) !== sbrType || bits.left < 1 || !bits.flag() || bits.left < 4) return none;
  const outputRate = readRate(bits);
  const ps = bits.left >= 12 && bits.bits(11) === 0x548 && bits.flag();
  return { sbr: true, ps, outputRate };
}

/** An AudioSpecificConfig of AAC-LC (frames of 1024 samples). */
export function writeAacLcConfiguration(config: Pick<AacConfiguration, "sampleRate" | "channels">): Uint8Array {
  const channelConfiguration = channelsOf.indexOf(config.channels);
  if (config.channels < 1 || channelConfiguration < 0)
    throw new MediaError(`AAC has no channel configuration of ${config.channels} channels`);
  const index = rates.indexOf(config.sampleRate);
  const rateBits =
    index >= 0 ? index.toString(2).padStart(4, "0") : `1111${config.sampleRate.toString(2).padStart(24, "0")}`;
  const bits = `00010${rateBits}${channelConfiguration.toString(2).padStart(4, "0")}000`;
  const padded = bits.padEnd(Math.ceil(bits.length / 8) * 8, "0");
  return Uint8Array.from(padded.match(/.{8}/g) ?? [], (byte) => Number.parseInt(byte, 2));
}
