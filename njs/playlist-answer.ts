/** What players are given of a playlist that nginx-rtmp or this project wrote. */
import { readDiscontinuities, withDiscontinuitySequence } from "./discontinuities.ts";
import { readText } from "./files.ts";

export interface PlaylistAnswer {
  readonly status: number;
  /** Empty where there is none. */
  readonly text: string;
  /** Whether it lists segments. */
  readonly isMedia: boolean;
}

const PLAYLIST_TYPE = "application/vnd.apple.mpegurl";

/** Answers with a playlist, or that there is none. */
export function sendPlaylist(r: NginxHTTPRequest, status: number, text: string): void {
  r.headersOut["Content-Type"] = PLAYLIST_TYPE;
  r.return(status, text);
}

/**
 * The answer to a question for an HLS playlist. A media playlist without segments is only what nginx-rtmp is to go on
 * from:
 * players take it for an error, so that it is told as what it is, a stream that is about to start.
 *
 * @param r asks for a playlist below the location's root
 */
export function playlistAnswer(r: NginxHTTPRequest): PlaylistAnswer {
  const path = `${r.variables["document_root"]}${r.uri}`;
  const text = readText(path);
  if (text === undefined) {
    return { status: 404, text: "", isMedia: false };
  }
  const isMedia = text.indexOf("#EXT-X-STREAM-INF:") < 0;
  if (isMedia && text.indexOf("#EXTINF:") < 0) {
    return { status: 503, text: "", isMedia };
  }
  const known = isMedia ? readDiscontinuities(path) : undefined;
  return { status: 200, text: known ? withDiscontinuitySequence(text, known) : text, isMedia };
}
