import { MediaError } from "./media-error.ts";
import type { ListedSegment, PlaylistWindow } from "./playlist-window.ts";

// RFC 8216: media playlists 4.3.3, multivariant playlists 4.3.4. Version 6: EXT-X-MAP in playlists of segments that are
// no I-frames.

const version = 6;

export interface MediaPlaylistOptions {
  /** Whole seconds, constant for the playlist's life. */
  readonly targetDuration: number;
}

/** The media playlist of a window. */
export function writeMediaPlaylist(window: PlaylistWindow, options: MediaPlaylistOptions): string {
  const { segments } = window;
  const [first] = segments;
  const lines = [
    "#EXTM3U",
    `#EXT-X-VERSION:${version}`,
    `#EXT-X-TARGETDURATION:${options.targetDuration}`,
    `#EXT-X-MEDIA-SEQUENCE:${first?.number ?? 0}`,
    `#EXT-X-DISCONTINUITY-SEQUENCE:${first?.discontinuity ?? 0}`,
  ];
  if (segments.every((segment) => segment.independent)) lines.push("#EXT-X-INDEPENDENT-SEGMENTS");
  let last: ListedSegment | undefined;
  for (const segment of segments) {
    if (last && segment.discontinuity !== last.discontinuity) lines.push("#EXT-X-DISCONTINUITY");
    // Said again after a discontinuity too, where some players forget it.
    if (!last || segment.discontinuity !== last.discontinuity || segment.init !== last.init)
      lines.push(`#EXT-X-MAP:URI=${quoted(segment.init)}`);
    if (!last || segment.discontinuity !== last.discontinuity)
      lines.push(`#EXT-X-PROGRAM-DATE-TIME:${dateOf(segment)}`);
    lines.push(`#EXTINF:${(segment.duration / segment.timescale).toFixed(6)},`, line(segment.uri));
    last = segment;
  }
  if (window.ended) lines.push("#EXT-X-ENDLIST");
  return `${lines.join("\n")}\n`;
}

function dateOf(segment: ListedSegment): string {
  return new Date((segment.startTime / segment.timescale) * 1000).toISOString();
}

/** A rendition as the multivariant playlist names it. */
export interface Variant {
  readonly uri: string;
  /** Bits a second of the greediest stretch, with its sound: BANDWIDTH. */
  readonly bandwidth: number;
  readonly averageBandwidth?: number;
  /** All that a player needs, sound too: "avc1.64001f", "mp4a.40.2". */
  readonly codecs: readonly string[];
  /** Without them: sound alone. */
  readonly width?: number;
  readonly height?: number;
  readonly frameRate?: number;
  /** Group of the sound that belongs to it. */
  readonly audio?: string;
}

/** Sound as a rendition of its own: EXT-X-MEDIA. */
export interface AudioRendition {
  readonly group: string;
  readonly name: string;
  readonly uri: string;
  readonly channels: number;
}

export interface MultivariantPlaylist {
  readonly variants: readonly Variant[];
  readonly audio: readonly AudioRendition[];
}

/** The multivariant playlist. A group that a variant names has to be there. */
export function writeMultivariantPlaylist(playlist: MultivariantPlaylist): string {
  const lines = ["#EXTM3U", `#EXT-X-VERSION:${version}`, "#EXT-X-INDEPENDENT-SEGMENTS"];
  const groups = new Set(playlist.audio.map((audio) => audio.group));
  for (const { group, name, uri, channels } of playlist.audio) {
    const attributes = [
      "TYPE=AUDIO",
      `GROUP-ID=${quoted(group)}`,
      `NAME=${quoted(name)}`,
      "DEFAULT=YES",
      "AUTOSELECT=YES",
      `CHANNELS="${channels}"`,
      `URI=${quoted(uri)}`,
    ];
    lines.push(`#EXT-X-MEDIA:${attributes.join(",")}`);
  }
  for (const variant of playlist.variants) {
    if (variant.audio !== undefined && !groups.has(variant.audio))
      throw new MediaError(`${variant.uri} names the audio group ${variant.audio}, which is not there`);
    lines.push(`#EXT-X-STREAM-INF:${variantAttributes(variant).join(",")}`, line(variant.uri));
  }
  return `${lines.join("\n")}\n`;
}

function variantAttributes(variant: Variant): string[] {
  const { bandwidth, averageBandwidth, codecs, width, height, frameRate, audio } = variant;
  return [
    `BANDWIDTH=${Math.ceil(bandwidth)}`,
    ...(averageBandwidth === undefined ? [] : [`AVERAGE-BANDWIDTH=${Math.ceil(averageBandwidth)}`]),
    `CODECS=${quoted(codecs.join(","))}`,
    ...(width === undefined || height === undefined ? [] : [`RESOLUTION=${width}x${height}`]),
    ...(frameRate === undefined ? [] : [`FRAME-RATE=${frameRate.toFixed(3)}`]),
    ...(audio === undefined ? [] : [`AUDIO=${quoted(audio)}`]),
  ];
}

function quoted(text: string): string {
  if (/["\r\n]/.test(text)) throw new MediaError(`${JSON.stringify(text)} cannot stand in quotes in a playlist`);
  return `"${text}"`;
}

function line(uri: string): string {
  if (uri === "" || uri.startsWith("#") || /[\r\n]/.test(uri))
    throw new MediaError(`${JSON.stringify(uri)} cannot be a line of a playlist`);
  return uri;
}
