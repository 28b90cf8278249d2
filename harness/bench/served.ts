/** A service with a live stream, whoever made it: what the benchmarks of media compare. */
import { join } from "node:path";
import { waitFor } from "../core/index.ts";
import { startLocalService } from "../local/index.ts";
import { fetchMedia } from "../stream/index.ts";
import { startPredecessor } from "./predecessor-service.ts";

/** Who delivers: the chart with one of its storage modes, or the predecessor. */
export type Deliverer = "predecessor" | "origin" | "shared";

export interface Served extends AsyncDisposable {
  /** `rtmp://host:port`. */
  readonly rtmpUrl: string;
  /** `http://host:port` of what players ask. */
  readonly deliveryUrl: string;
  /** Folder in which nginx-rtmp writes HLS. */
  readonly hlsFolder: string;
}

export interface ServeOptions {
  readonly deliverer: Deliverer;
  /** Seconds; the deliverer's own by default. */
  readonly fragment?: number;
  /** Values files for the chart. */
  readonly values?: readonly string[];
}

/** `key=value` for delivery that reads the volume of ingest; as a local process it needs no claim. */
export const sharedStorage = ["storage.mode=shared", "storage.shared.existingClaim=claim"] as const;

/** Starts a deliverer. */
export async function serve({ deliverer, fragment, values = [] }: ServeOptions): Promise<Served> {
  if (deliverer === "predecessor") return startPredecessor(fragment === undefined ? {} : { fragment });
  const storage = deliverer === "shared" ? sharedStorage : [];
  const set = [
    ...storage,
    ...(fragment === undefined ? [] : [`hls.fragment=${fragment}`, `hls.playlistLength=${10 * fragment}`]),
  ];
  const service = await startLocalService({ freePorts: true, values, set });
  const [ingest] = service.ingests;
  return {
    rtmpUrl: ingest.rtmpUrl,
    deliveryUrl: service.deliveryUrl,
    hlsFolder: join(ingest.mediaFolder, "hls"),
    [Symbol.asyncDispose]: () => service.stop(),
  };
}

/**
 * Waits until a media playlist has so many segments.
 * @throws WaitError when it does not
 */
export async function hasSegments(playlist: string, count: number): Promise<void> {
  await waitFor(`${count} segments of ${playlist}`, { seconds: 60 }, async () => {
    const { length } = (await fetchMedia(playlist)).segments;
    if (length < count) throw new Error(`it has ${length}`);
  });
}
