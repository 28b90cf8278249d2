import type { LoadReport } from "../stream/index.ts";
import type { CtResult } from "./chart-testing/ct.ts";

/** What a fault cost the viewers. */
export interface FaultMetrics {
  readonly name: string;
  /** Time in which the encoder had no connection that the release had accepted, where it has to connect again. */
  readonly reconnectSeconds?: number;
  /** How often the encoder had to connect again, where it had to: once for each pod that it had to leave. */
  readonly reconnects?: number;
  /** Seconds in which the player's currentTime stood still. */
  readonly standstillSeconds: number;
  /** The standstill less the encoder's reconnect. */
  readonly gapSeconds: number;
  /** Longest time without a new segment in a playlist. */
  readonly playlistStallSeconds: number;
  /** The player's requests that failed, each with its status. */
  readonly failedRequests: readonly string[];
  /** Snapshots of playlists that failed, by status. */
  readonly failedSnapshots: Readonly<Record<string, number>>;
  /** How often the page had to restart hls.js, as its documentation says. */
  readonly recoveries: number;
}

/** What became of an upgrade with one values file of chart-testing. */
export interface CiUpgrade {
  readonly values: string;
  /** Why there was none: the released chart does not take these values. */
  readonly refused?: string;
}

/** What is measured beside the phases' times. */
export interface Metrics {
  /** From the start of `helm install` to the first segment of a stream that is published at once. */
  installToFirstSegmentSeconds?: number;
  /** How often the ladder was played until no frame was missing: more than once on a machine that others keep busy. */
  playAttempts?: number;
  /** The whole default ladder, played for so many seconds of video. */
  playedSeconds?: Readonly<Record<string, number>>;
  /** In the order in which they were done. */
  readonly faults: FaultMetrics[];
  /** The parts (parts.ts) that did not end well or were not begun. Empty where all is well. */
  unfinished?: readonly string[];
  /** Seconds until the release took a publisher of a name whose owner had frozen. */
  takeoverSeconds?: number;
  /** A rolling update of delivery under load. */
  deliveryRollout?: LoadReport;
  /** helm upgrade from the last released chart, under load. */
  upgrade?: LoadReport;
  /** What became of each values file of chart-testing, upgraded from the last released chart. */
  ciUpgrades?: CiUpgrade[];
  /** What chart-testing did. */
  ct?: CtResult;
}
