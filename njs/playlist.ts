/** Media playlists as nginx-rtmp writes them, and the one that makes it continue. */

export interface Segment {
  readonly file: string;
  /** Seconds. */
  readonly duration: number;
  /** Whether it does not go on from the one before. */
  readonly discontinuity: boolean;
}

export interface MediaPlaylist {
  /** Number of the first segment. */
  readonly sequence: number;
  readonly segments: readonly Segment[];
}

/** Reads a media playlist. */
export function parsePlaylist(text: string): MediaPlaylist {
  const segments: Segment[] = [];
  let sequence = 0;
  let duration = 0;
  let discontinuity = false;
  text.split("\n").forEach((line) => {
    if (line.startsWith("#EXT-X-MEDIA-SEQUENCE:")) {
      sequence = Number(line.slice(22));
    } else if (line.startsWith("#EXTINF:")) {
      duration = parseFloat(line.slice(8));
    } else if (line === "#EXT-X-DISCONTINUITY") {
      discontinuity = true;
    } else if (line !== "" && line[0] !== "#") {
      segments.push({ file: line, duration, discontinuity });
      discontinuity = false;
    }
  });
  return { sequence, segments };
}

/** Number that the next segment gets. */
export function nextSequence(text: string): number {
  const playlist = parsePlaylist(text);
  return playlist.sequence + playlist.segments.length;
}

/**
 * A number of segments counted from here still fits 32 bits in the year 2059. Never change it: numbers must not go
 * back.
 */
const SEQUENCE_EPOCH = Date.UTC(2026, 0, 1);
/** Two numbers a second, when a fragment lasts a second at least: a stream never overtakes the clock. */
const MILLISECONDS_PER_NUMBER = 500;

/**
 * First sequence number of a stream whose past is not known: any pod that starts later starts higher.
 *
 * @param now milliseconds since 1970
 */
export function sequenceFromClock(now: number): number {
  return Math.floor((now - SEQUENCE_EPOCH) / MILLISECONDS_PER_NUMBER);
}

/**
 * A playlist without segments that nginx-rtmp continues (`hls_continuous`).
 *
 * @param sequence number of the first segment to come
 * @param fragmentSeconds target duration
 */
export function seedPlaylist(sequence: number, fragmentSeconds: number): string {
  return (
    "#EXTM3U\n#EXT-X-VERSION:3\n" +
    `#EXT-X-MEDIA-SEQUENCE:${sequence}\n#EXT-X-TARGETDURATION:${Math.ceil(fragmentSeconds)}\n`
  );
}
