/**
 * The master playlist, made from what is really there: the renditions that have segments, their size and codec from
 * the newest segment, their bandwidth from the segments' bytes. nginx-rtmp's own hls_variant is static: it would list
 * renditions that do not play and sizes that the publisher never sent.
 */
import fs from "fs";
import settings from "settings.js";
import { forgetDiscontinuities, playlistOfDiscontinuities } from "./discontinuities.ts";
import { readText, remove, replaceText, sizeOf } from "./files.ts";
import { type MediaPlaylist, parsePlaylist } from "./playlist.ts";
import { removePoster } from "./posters.ts";
import { findStream, type LiveStream } from "./statistics.ts";
import { type Video, videoOf } from "./video.ts";

/** What is remembered of a stream from one update to the next. */
export interface MasterState {
  /** Highest bit/s of a segment so far, by rendition. */
  readonly peaks: Record<string, number>;
  /** Milliseconds since 1970 when the first rendition had a segment. */
  readonly firstSegmentAt?: number;
  /** What the master playlist lists, once there is one. It stays while ffmpeg is away. */
  readonly variants?: readonly Variant[];
}

/** A rendition that plays. */
export interface Variant {
  readonly name: string;
  readonly playlist: string;
  readonly video: Video;
  readonly audio: string;
  /** bit/s. */
  readonly bandwidth: number;
  /** bit/s. */
  readonly averageBandwidth: number;
}

/** A rendition that has no segment after this many fragments waits for a publisher's late keyframe. */
const PATIENCE_FRAGMENTS = 3;

/** Path of a stream's master playlist. */
export function masterPath(name: string): string {
  return `${settings.hlsPath}/${name}.m3u8`;
}

/** Path of a rendition's media playlist. */
export function playlistPath(name: string, suffix: string): string {
  return `${settings.hlsPath}/${name}${suffix}.m3u8`;
}

/**
 * Writes a stream's master playlist. Until every rendition that is being published has a segment, or the others have
 * been there for three fragments, there is none: players read it only once.
 *
 * @param name stream
 * @param show streams of the application `show`
 * @returns what to remember
 */
export function writeMaster(name: string, show: readonly LiveStream[], state: MasterState): MasterState {
  const now = Date.now();
  const published = settings.renditions.filter((rendition) => {
    const stream = findStream(show, name + rendition.suffix);
    return stream?.publishing;
  });
  const peaks: Record<string, number> = {};
  const variants: Variant[] = [];
  published.forEach((rendition) => {
    const variant = variantOf(name, rendition, show, state.peaks[rendition.name] || rendition.bandwidth);
    if (variant) {
      variants.push(variant);
      peaks[rendition.name] = variant.bandwidth;
    }
  });
  if (variants.length === 0) {
    return state.variants ? { peaks: state.peaks, variants: state.variants } : { peaks: state.peaks };
  }
  const firstSegmentAt = state.firstSegmentAt || now;
  const complete = variants.length === published.length;
  if (complete || now - firstSegmentAt >= PATIENCE_FRAGMENTS * settings.fragmentSeconds * 1000) {
    replaceText(masterPath(name), masterText(variants));
    return { peaks, firstSegmentAt, variants };
  }
  return state.variants ? { peaks, firstSegmentAt, variants: state.variants } : { peaks, firstSegmentAt };
}

/** Text of a master playlist. */
export function masterText(variants: readonly Variant[]): string {
  const lines = variants.map(
    (variant) =>
      `#EXT-X-STREAM-INF:BANDWIDTH=${variant.bandwidth},AVERAGE-BANDWIDTH=${variant.averageBandwidth},` +
      `RESOLUTION=${variant.video.width}x${variant.video.height},CODECS="${codecsOf(variant)}"\n${variant.playlist}\n`,
  );
  return `#EXTM3U\n#EXT-X-VERSION:3\n${lines.join("")}`;
}

/** RFC 6381 names of a rendition's video and audio, joined with a comma. */
export function codecsOf(variant: Variant): string {
  return variant.audio === "" ? variant.video.codec : `${variant.video.codec},${variant.audio}`;
}

/** Forgets the discontinuities of playlists that nginx-rtmp has removed, long after their streams ended. */
export function forgetLostPlaylists(): void {
  const files = fs.readdirSync(settings.hlsPath);
  files.forEach((file) => {
    const playlist = playlistOfDiscontinuities(file);
    if (playlist !== undefined && files.indexOf(playlist) < 0) {
      forgetDiscontinuities(`${settings.hlsPath}/${playlist}`);
    }
  });
}

/** Removes a stream's playlists and manifests from this pod. */
export function removePlaylists(name: string): void {
  remove(masterPath(name));
  settings.renditions.forEach((rendition) => {
    remove(playlistPath(name, rendition.suffix));
    forgetDiscontinuities(playlistPath(name, rendition.suffix));
    remove(`${settings.dashPath}/${name}${rendition.suffix}.mpd`);
  });
  removePoster(name);
}

function variantOf(
  name: string,
  rendition: { readonly name: string; readonly suffix: string },
  show: readonly LiveStream[],
  peak: number,
): Variant | undefined {
  const text = readText(playlistPath(name, rendition.suffix));
  const playlist = parsePlaylist(text || "");
  const newest = playlist.segments[playlist.segments.length - 1];
  const video = newest && videoOf(`${settings.hlsPath}/${newest.file}`);
  const stream = findStream(show, name + rendition.suffix);
  if (!video || !stream) {
    return undefined;
  }
  const rates = ratesOf(playlist);
  return {
    name: rendition.name,
    playlist: `${name}${rendition.suffix}.m3u8`,
    video,
    audio: audioCodec(stream),
    bandwidth: Math.max(peak, Math.ceil(rates.peak / 1000) * 1000),
    averageBandwidth: Math.ceil(rates.average / 1000) * 1000,
  };
}

/** bit/s of the largest segment and of all together. Segments that another pod holds have no size here. */
function ratesOf(playlist: MediaPlaylist): { peak: number; average: number } {
  let peak = 0;
  let bits = 0;
  let seconds = 0;
  playlist.segments.forEach((segment) => {
    const size = sizeOf(`${settings.hlsPath}/${segment.file}`) * 8;
    // What is left of a stream that ended is too short to say anything.
    if (size > 0 && segment.duration >= 0.5) {
      peak = Math.max(peak, size / segment.duration);
      bits += size;
      seconds += segment.duration;
    }
  });
  return { peak, average: seconds > 0 ? bits / seconds : 0 };
}

/** RFC 6381 name of what the segments hold; nginx-rtmp puts AAC and MP3 into them, nothing else. */
function audioCodec(stream: LiveStream): string {
  const audio = stream.audio;
  if (audio?.codec === "MP3") {
    return "mp4a.40.34";
  }
  if (audio?.codec !== "AAC") {
    return "";
  }
  const objectTypes: Record<string, string> = { Main: "1", LC: "2", SSR: "3", LTP: "4", SBR: "5", HE: "5", HEv2: "29" };
  return `mp4a.40.${objectTypes[audio.profile] || "2"}`;
}
