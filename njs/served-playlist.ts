/** How playlists on a volume that both tiers have reach players: what nginx of delivery runs. */
import { PLAYLIST_TYPE, playlistAnswer } from "./playlist-answer.ts";

/** Answers with an HLS playlist below the location's root. */
function serve(r: NginxHTTPRequest): void {
  const answer = playlistAnswer(`${r.variables["document_root"]}${r.uri}`);
  r.headersOut["Content-Type"] = PLAYLIST_TYPE;
  r.return(answer.status, answer.text);
}

export default { serve };
