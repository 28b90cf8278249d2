/**
 * Formats without I/O: what comes in as FLV or fragmented MP4, what goes out as CMAF. Others import from here alone.
 */
export { type AacConfiguration, readAacConfiguration, writeAacLcConfiguration } from "./aac.ts";
export { type AvcConfiguration, avcConfigurationOf, readAvcConfiguration, writeAvcConfiguration } from "./avc.ts";
export { type FrameKind, frameKind, nalType, nalTypes, nalUnits, writeNalUnits } from "./avc-nal.ts";
export { type AvcSps, readSps } from "./avc-sps.ts";
export { type Bitrate, bitrateOf } from "./bitrate.ts";
export { aacCodecString, avcCodecString } from "./codec-string.ts";
export { type DashAudio, type DashVideo, type Manifest, writeManifest } from "./dash.ts";
export { FlvReader, type FlvTag, flvTagTypes, writeFlvHeader, writeFlvTag } from "./flv.ts";
export { type AudioBody, readAudioBody, writeAacConfigurationBody, writeAacFrame } from "./flv-audio.ts";
export {
  readVideoBody,
  type VideoBody,
  writeAvcConfigurationBody,
  writeAvcFrame,
} from "./flv-video.ts";
export { writeFragment } from "./fragment.ts";
export { type CmafEvent, CmafReader } from "./fragment-reader.ts";
export type { Frame } from "./frame.ts";
export {
  type AudioRendition,
  type MultivariantPlaylist,
  type Variant,
  writeMediaPlaylist,
  writeMultivariantPlaylist,
} from "./hls.ts";
export { type TrackFormat, writeInitSegment } from "./init-segment.ts";
export { type InitSegment, readInitSegment } from "./init-segment-reader.ts";
export { MediaError } from "./media-error.ts";
export { Packager, type PackagerEvent, type PackagerOptions } from "./packager.ts";
export { type PartPlan, planAudioParts, planVideoParts } from "./part-plan.ts";
export { type ListedPart, type ListedSegment, PlaylistWindow, type WindowSnapshot } from "./playlist-window.ts";
export { SampleClock } from "./sample-clock.ts";
export type { PackagerState, Part, Segment } from "./segment.ts";
