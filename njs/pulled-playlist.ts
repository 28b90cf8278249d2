/** How playlists that delivery pulls from the ingest pods reach players. */
import { textOf } from "./nginx-rtmp.ts";
import { parsePlaylist } from "./playlist.ts";

/** Players begin three segments before the end (RFC 8216, 6.3.3). */
const KEPT = 3;

const HEADERS = ["Content-Type", "Last-Modified", "ETag"];

/**
 * Answers with a playlist or a manifest, once this pod has the segments that its players are about to ask for: what an
 * ingest pod holds in its memory is gone when the pod is killed, and a player that was told of a segment waits for it.
 * Where no pod has it, one that is away may have had it: then what the other ingest pods keep of it counts, and at last
 * what this pod knows itself.
 */
async function serve(r: NginxHTTPRequest): Promise<void> {
  const asked = await r.subrequest(`/asked${r.uri}`);
  if (asked.status === 200) {
    await keepSegments(r, textOf(asked));
    answer(r, asked);
    return;
  }
  // The ingest pods keep no manifests of DASH for each other.
  const places = r.uri.endsWith(".m3u8") ? ["last", "known"] : ["known"];
  for (let n = 0; n < places.length; n++) {
    const last = await r.subrequest(`/${places[n]}${r.uri}`);
    if (last.status === 200) {
      answer(r, last);
      return;
    }
  }
  r.return(asked.status);
}

function answer(r: NginxHTTPRequest, reply: NginxHTTPRequest): void {
  HEADERS.forEach((name) => {
    const value = reply.headersOut[name];
    if (value !== undefined) {
      r.headersOut[name] = value;
    }
  });
  r.return(200, textOf(reply));
}

/**
 * Puts the newest segments of an HLS media playlist into this pod's cache. One that does not come is the player's to
 * miss.
 */
async function keepSegments(r: NginxHTTPRequest, text: string): Promise<void> {
  const folder = r.uri.slice(0, r.uri.lastIndexOf("/") + 1);
  const files = parsePlaylist(text).segments.map((segment) => segment.file);
  const segments = files.filter((file) => file.endsWith(".ts")).slice(-KEPT);
  await Promise.all(segments.map((file) => r.subrequest(`/kept${folder}${file}`, { method: "HEAD" })));
}

export default { serve };
