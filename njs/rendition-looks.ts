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
  /** Milliseconds since 1970 when the first segment was closed that `mediaSeconds` do not count. */
  readonly firstAt: number;
  /** Seconds of media in the segments that were closed since `firstAt`. */
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
  const playlistAt = changedAt(playlistPath);
  const segments = parsePlaylist(readText(playlistPath) || "")
    .segments.map((segment) => ({
      closedAt: changedAt(`${settings.hlsPath}/${segment.file}`),
      duration: segment.duration,
    }))
    .filter((segment) => segment.closedAt >= since);
  const first = segments[0];
  const newest = segments[segments.length - 1];
  if (!first || !newest) {
    return undefined;
  }
  return {
    playlistAt,
    segmentAt: newest.closedAt,
    firstAt: first.closedAt,
    mediaSeconds: segments.slice(1).reduce((sum, segment) => sum + segment.duration, 0),
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
  const dueAt = look.segmentAt + look.longestSeconds * 1000 + 1000;
  const until = now > dueAt ? now - look.longestSeconds * 1000 : look.segmentAt;
  return until > look.firstAt ? (look.mediaSeconds * 1000) / (until - look.firstAt) : undefined;
}

/** Milliseconds since 1970 of a file's last change; 0 where there is none: another pod holds it, or it is gone. */
function changedAt(path: string): number {
  try {
    return fs.statSync(path).mtimeMs;
  } catch (_) {
    return 0;
  }
}
