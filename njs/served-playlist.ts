/** How the playlists of nginx-rtmp reach players: what nginx of the tier runs that has the files. */
import { readDiscontinuities, withDiscontinuitySequence } from "./discontinuities.ts";
import { readText } from "./files.ts";

/**
 * Answers with an HLS playlist below the location's root. A media playlist without segments is only what nginx-rtmp is to
 * go on from: players take it for an error, so that it is told as what it is, a stream that is about to start.
 */
function serve(r: NginxHTTPRequest): void {
  const path = `${r.variables["document_root"]}${r.uri}`;
  const text = readText(path);
  if (text === undefined) {
    r.return(404);
    return;
  }
  const isMaster = text.indexOf("#EXT-X-STREAM-INF:") >= 0;
  if (!isMaster && text.indexOf("#EXTINF:") < 0) {
    r.return(503);
    return;
  }
  const known = isMaster ? undefined : readDiscontinuities(path);
  r.headersOut["Content-Type"] = "application/vnd.apple.mpegurl";
  r.return(200, known ? withDiscontinuitySequence(text, known) : text);
}

export default { serve };
