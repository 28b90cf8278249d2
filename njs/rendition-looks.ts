/** How fresh a rendition is: what its playlist and the newest segments say, looked at once a second. */
import fs from "fs";
import settings from "settings.js";
import { readText } from "./files.ts";
import { parsePlaylist } from "./playlist.ts";

export interface RenditionLook {
  /** Milliseconds since 1970 when the playlist was written. */
  readonly playlistAt: number;
  /** Milliseconds since 1970 when the newest segment was closed. */
  readonly segmentAt: number;
  /** Milliseconds since 1970 when the first segment was begun. */
  readonly firstAt: number;
  /** Seconds of media in all segments. */
  readonly mediaSeconds: number;
  /** Seconds of the longest segment. */
  readonly longestSeconds: number;
}

/** A segment is listed when its last frame is there; this much more may pass. */
const SLACK = 3;

/**
 * Looks at a rendition.
 *
 * @param playlistPath its media playlist
 * @param since milliseconds since 1970; segments of an earlier publisher do not count
 * @returns undefined while there is no segment
 */
export function lookAtRendition(playlistPath: string, since: number): RenditionLook | undefined {
  const segments = parsePlaylist(readText(playlistPath) || "").segments.filter(
    (segment) => begunAt(segment.file) >= since,
  );
  const first = segments[0];
  const newest = segments[segments.length - 1];
  if (!first || !newest) {
    return undefined;
  }
  return {
    playlistAt: changedAt(playlistPath),
    segmentAt: begunAt(newest.file) + newest.duration * 1000,
    firstAt: begunAt(first.file),
    mediaSeconds: segments.reduce((sum, segment) => sum + segment.duration, 0),
    longestSeconds: segments.reduce((most, segment) => Math.max(most, segment.duration), 0),
  };
}

/** Whether the newest segment is older than it may be: two of the longest, which follow the publisher's GOP. */
export function isOverdue(look: RenditionLook, now: number): boolean {
  const allowed = 2 * Math.max(settings.fragmentSeconds, look.longestSeconds) + SLACK;
  return now - look.segmentAt > allowed * 1000;
}

/**
 * Seconds of media that were made in a second: 1 for a ladder that keeps up. Undefined with less than two segments.
 *
 * @param now milliseconds since 1970: what is overdue counts as time without media
 */
export function speedOf(look: RenditionLook, now: number): number | undefined {
  const longest = look.longestSeconds * 1000;
  const until = Math.max(look.segmentAt, now - longest - 1000);
  const isSingle = look.segmentAt - look.firstAt <= longest;
  return isSingle ? undefined : (look.mediaSeconds * 1000) / (until - look.firstAt);
}

/**
 * Milliseconds since 1970 when a segment was begun, by the clock of its pod: nginx-rtmp names it so
 * (`hls_fragment_naming system`). A file's own time would be by a file server's clock.
 */
function begunAt(file: string): number {
  const time = /-(\d+)\.ts$/.exec(file);
  return time ? Number(time[1]) : 0;
}

/** Milliseconds since 1970 of a file's last change; 0 where there is none. */
function changedAt(path: string): number {
  try {
    return fs.statSync(path).mtimeMs;
  } catch (_) {
    return 0;
  }
}
