/**
 * How the watch page plays HLS: what it asks of hls.js beyond hls.js's own settings. The tests' player uses the same.
 */
import type { HlsConfig } from "hls.js";
import { eagerPlaylistLoader, type PlaylistLoaderClass } from "./eager-playlist-loader.ts";
import type { RateLimits } from "./live-rate.ts";

/** Fragments below which playback is so near to the newest one that the player must get it at once. */
const near = 3;

/**
 * Who fell behind a little catches up unnoticed, and who came too near falls back so; one who is to be near catches up
 * in a few seconds, and stays as near as he came.
 * @param liveDelay fragments by which playback is behind the newest one
 */
export function rateLimits(liveDelay: number): RateLimits {
  return liveDelay < near ? { faster: 0.1, slower: 0 } : { faster: 0.05, slower: 0.05 };
}

/**
 * @param liveDelay fragments by which playback is behind the newest one
 * @param Base hls.js's own loader, DefaultConfig.loader
 */
export function hlsSettings(liveDelay: number, Base: unknown): Partial<HlsConfig> {
  return {
    liveSyncDurationCount: liveDelay,
    // A viewer who fell behind by this many fragments is brought back to the live edge.
    liveMaxLatencyDurationCount: liveDelay + 7,
    // Seconds that a player stays further behind after it had stalled, for each time: a near one feels its way.
    liveSyncOnStallIncrease: liveDelay < near ? 0.25 : 1,
    // The first segment is fetched while the video element is still being set up.
    startFragPrefetch: true,
    // Seconds of what was seen that stay in memory.
    backBufferLength: 30,
    ...(liveDelay < near ? { pLoader: eagerPlaylistLoader(Base as PlaylistLoaderClass) } : {}),
  };
}
