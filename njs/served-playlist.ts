/** How playlists on a volume that both tiers have reach players: what nginx of delivery runs. */
import { playlistAnswer, sendPlaylist } from "./playlist-answer.ts";

/** Answers with an HLS playlist below the location's root. */
function serve(r: NginxHTTPRequest): void {
  const answer = playlistAnswer(r);
  sendPlaylist(r, answer.status, answer.text);
}

export default { serve };
