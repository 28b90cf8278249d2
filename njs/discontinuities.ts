/**
 * EXT-X-DISCONTINUITY-SEQUENCE, which nginx-rtmp never writes. Players number the stretches between discontinuities,
 * and keep a clock for each: when a discontinuity leaves the window and the playlist does not say that it was there,
 * the next stretch gets the clock of an old one, and stands at a time where nobody looks for it.
 *
 * What left a window has to be remembered. A file beside the playlist has it.
 */
import { readText, remove, replaceText } from "./files.ts";
import { type MediaPlaylist, parsePlaylist } from "./playlist.ts";

export interface Discontinuities {
  /** How many there were before those of the list. */
  readonly base: number;
  /** Numbers of the segments that they stand before, upwards. */
  readonly numbers: readonly number[];
}

/** Segments that have left the window are remembered a little longer: a reader may hold an older playlist. */
const REMEMBERED = 100;

const SUFFIX = ".discontinuities";

/** Path of what is remembered of a media playlist. */
function discontinuitiesPath(playlistPath: string): string {
  return playlistPath.replace(/\.m3u8$/, SUFFIX);
}

/** The playlist that a remembered file belongs to; undefined for any other file. */
export function playlistOfDiscontinuities(file: string): string | undefined {
  return file.endsWith(SUFFIX) ? `${file.slice(0, -SUFFIX.length)}.m3u8` : undefined;
}

/** What is remembered of a media playlist; undefined when nothing is. */
export function readDiscontinuities(playlistPath: string): Discontinuities | undefined {
  const text = readText(discontinuitiesPath(playlistPath));
  return text === undefined ? undefined : (JSON.parse(text) as Discontinuities);
}

/**
 * Remembers the discontinuities of a media playlist as it is now.
 *
 * @param playlistPath the playlist
 * @param text the playlist's
 * @param known what is remembered by whoever had it before
 * @returns how many there were so far
 */
export function rememberDiscontinuities(playlistPath: string, text: string, known: Discontinuities): number {
  const path = discontinuitiesPath(playlistPath);
  const next = nextDiscontinuities(known, parsePlaylist(text));
  const nextText = JSON.stringify(next);
  if (readText(path) !== nextText) {
    replaceText(path, nextText);
  }
  return next.base + next.numbers.length;
}

/** Forgets a media playlist. */
export function forgetDiscontinuities(playlistPath: string): void {
  remove(discontinuitiesPath(playlistPath));
}

/** What is to be remembered after a look at the playlist. */
export function nextDiscontinuities(known: Discontinuities, playlist: MediaPlaylist): Discontinuities {
  const numbers = known.numbers.slice();
  playlist.segments.forEach((segment, index) => {
    const number = playlist.sequence + index;
    if (segment.discontinuity && numbers.indexOf(number) < 0) {
      numbers.push(number);
    }
  });
  const kept = numbers.filter((number) => number >= playlist.sequence - REMEMBERED);
  return { base: known.base + numbers.length - kept.length, numbers: kept };
}

/** The playlist's text with its EXT-X-DISCONTINUITY-SEQUENCE (RFC 8216, 4.3.3.3). */
export function withDiscontinuitySequence(text: string, known: Discontinuities): string {
  const sequence = parsePlaylist(text).sequence;
  const left = known.numbers.filter((number) => number < sequence).length;
  return text.replace(/^(#EXT-X-MEDIA-SEQUENCE:.*)$/m, `$1\n#EXT-X-DISCONTINUITY-SEQUENCE:${known.base + left}`);
}
