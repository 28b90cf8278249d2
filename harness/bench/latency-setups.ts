/** What the latency is measured of. */
import { join } from "node:path";
import { projectRoot } from "../core/index.ts";
import type { Deliverer } from "./served.ts";

/**
 * How a viewer plays: hls.js as it is, the watch page with the chart's values, or with those of few delay, or ffmpeg.
 */
export type PlayerKind = "hlsjs" | "watch-page" | "low-latency" | "ffmpeg";

export interface LatencySetup {
  readonly deliverer: Deliverer;
  /** Seconds. */
  readonly fragment: number;
  readonly players: readonly PlayerKind[];
  readonly quick: boolean;
}

/** The predecessor comes first: it is what the others are compared with. */
export const latencySetups: readonly LatencySetup[] = [
  { deliverer: "predecessor", fragment: 3, players: ["hlsjs"], quick: false },
  { deliverer: "predecessor", fragment: 1, players: ["hlsjs", "ffmpeg"], quick: true },
  { deliverer: "origin", fragment: 1, players: ["watch-page", "low-latency", "ffmpeg"], quick: true },
  { deliverer: "origin", fragment: 2, players: ["watch-page", "low-latency"], quick: false },
  { deliverer: "origin", fragment: 3, players: ["watch-page", "low-latency"], quick: false },
  { deliverer: "shared", fragment: 1, players: ["watch-page", "low-latency"], quick: false },
  { deliverer: "shared", fragment: 2, players: ["watch-page", "low-latency"], quick: false },
  { deliverer: "shared", fragment: 3, players: ["watch-page", "low-latency"], quick: false },
];

/** The values of few delay that the chart shows. */
export const lowLatencyValues = join(projectRoot, "values-examples/low-latency.yaml");
