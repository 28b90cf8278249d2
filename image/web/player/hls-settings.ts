/** How the watch page plays HLS: what it asks of hls.js beyond hls.js's own settings. The tests' player uses the same. */
import type { HlsConfig } from "hls.js";

export const hlsSettings = {
  // Fragments behind the newest one. Nearer, the picture stands longer while another ingest pod takes the stream.
  liveSyncDurationCount: 3,
  // A viewer who fell behind by this many fragments is brought back to the live edge.
  liveMaxLatencyDurationCount: 10,
  // One who fell behind a little catches up unnoticed.
  maxLiveSyncPlaybackRate: 1.05,
  // The first segment is fetched while the video element is still being set up.
  startFragPrefetch: true,
  // Seconds of what was seen that stay in memory.
  backBufferLength: 30,
} as const satisfies Partial<HlsConfig>;
