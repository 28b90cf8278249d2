import { Parser } from "m3u8-parser";

/** A variant of a master playlist, as a player reads it. */
export interface Variant {
  /** Absolute URL of the media playlist. */
  readonly url: string;
  /** bit/s. */
  readonly bandwidth: number;
  /** bit/s. */
  readonly averageBandwidth: number | undefined;
  readonly width: number | undefined;
  readonly height: number | undefined;
  /** RFC 6381 codecs, joined with commas. */
  readonly codecs: string | undefined;
}

/** A media playlist, as a player reads it. */
export interface MediaPlaylist {
  /** Number of the first segment. */
  readonly sequence: number;
  /** Seconds. */
  readonly targetDuration: number;
  readonly segments: readonly Segment[];
}

export interface Segment {
  /** Its number in the stream. */
  readonly number: number;
  /** Absolute URL. */
  readonly url: string;
  /** Seconds, as declared. */
  readonly duration: number;
  /** Whether it does not go on from the one before. */
  readonly discontinuity: boolean;
  /** Discontinuities before it (EXT-X-DISCONTINUITY-SEQUENCE); 0 when the playlist does not count them. */
  readonly timeline: number;
}

/**
 * Fetches a URL.
 * @throws Error with the status when it is not 2xx
 */
export async function fetchOk(url: string): Promise<Response> {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url} answers ${response.status}`);
  return response;
}

/**
 * Fetches a master playlist.
 * @throws Error when it is not there
 */
export async function fetchMaster(url: string): Promise<Variant[]> {
  const manifest = parse(await (await fetchOk(url)).text());
  return (manifest.playlists ?? []).map(({ uri, attributes }) => ({
    url: new URL(uri, url).href,
    bandwidth: Number(attributes["BANDWIDTH"]),
    averageBandwidth: optionalNumber(attributes["AVERAGE-BANDWIDTH"]),
    width: attributes["RESOLUTION"]?.width,
    height: attributes["RESOLUTION"]?.height,
    codecs: attributes["CODECS"],
  }));
}

/**
 * Fetches a media playlist.
 * @throws Error when it is not there
 */
export async function fetchMedia(url: string): Promise<MediaPlaylist> {
  return parseMedia(await (await fetchOk(url)).text(), url);
}

/**
 * Reads a media playlist.
 * @param url where it was, for its segments' addresses
 */
export function parseMedia(text: string, url: string): MediaPlaylist {
  const manifest = parse(text);
  const sequence = manifest.mediaSequence ?? 0;
  const segments = manifest.segments.map((segment, index) => ({
    number: sequence + index,
    url: new URL(segment.uri, url).href,
    duration: segment.duration,
    discontinuity: segment.discontinuity ?? false,
    timeline: manifest.discontinuitySequence ? segment.timeline : 0,
  }));
  return { sequence, targetDuration: manifest.targetDuration ?? 0, segments };
}

interface ParsedManifest {
  readonly playlists?: readonly { readonly uri: string; readonly attributes: VariantAttributes }[];
  readonly mediaSequence?: number;
  readonly discontinuitySequence?: number;
  readonly targetDuration?: number;
  readonly segments: readonly {
    readonly uri: string;
    readonly duration: number;
    readonly discontinuity?: boolean;
    readonly timeline: number;
  }[];
}

interface VariantAttributes {
  readonly BANDWIDTH?: number;
  readonly "AVERAGE-BANDWIDTH"?: string | number;
  readonly RESOLUTION?: { readonly width: number; readonly height: number };
  readonly CODECS?: string;
}

function parse(text: string): ParsedManifest {
  const parser = new Parser();
  parser.push(text);
  parser.end();
  return parser.manifest as unknown as ParsedManifest;
}

function optionalNumber(value: string | number | undefined): number | undefined {
  return value === undefined ? undefined : Number(value);
}
