import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { median } from "simple-statistics";
import { Browser } from "../player/index.ts";
import type { Bench, BenchContext, MetricDescription, Samples } from "./bench.ts";
import { type LatencyReport, measureLatency } from "./latency-run.ts";
import { type LatencySetup, latencySetups, type PlayerKind } from "./latency-setups.ts";
import type { Listing } from "./listing-watch.ts";

/**
 * Seconds for which a viewer is watched in each turn, and turns: a player's luck with the playlist lasts as long as it
 * plays.
 */
const quickRun = { turns: 2, seconds: 10 } as const;
const fullRun = { turns: 3, seconds: 15 } as const;

/** Of the setup that is promised to play without a standstill for five minutes. */
const promisedRun = { turns: 3, seconds: 100 } as const;

const playerWords: Readonly<Record<PlayerKind, string>> = {
  hlsjs: "hls.js with its own settings",
  "watch-page": "the watch page's player",
  ffmpeg: "ffmpeg, of the publisher's own rendition",
  "low-latency": "the watch page's player with the values of few delay (values-examples/low-latency.yaml)",
};

/** The parts into which the age of a frame is divided, of the setup of least delay. */
const parts = {
  encoder:
    "From a frame's clock to its arrival in the publisher's own rendition, once nginx-rtmp lists its segment: the publisher's encoder, RTMP and nginx-rtmp.",
  ladder: "What the ladder adds to that: another decoding, scaling and encoding, and RTMP again.",
  delivery: "From nginx-rtmp's playlist to delivery's: the cache, and the segment's way there.",
  player: "The rest: how far behind the newest segment the player is, and how late it hears of one.",
} as const;

/** Of the setup whose delay is divided. */
const divided = nameOf({ deliverer: "origin", fragment: 1 }, "low-latency");

function nameOf({ deliverer, fragment }: Pick<LatencySetup, "deliverer" | "fragment">, player: PlayerKind): string {
  return `latency.${deliverer}-${fragment}s.${player}`;
}

function metricsOfSetups(): MetricDescription[] {
  return latencySetups.flatMap(({ deliverer, fragment, players, quick }) =>
    players.map((player) => {
      const name = nameOf({ deliverer, fragment }, player);
      return {
        ...{ name, unit: "s", quick },
        description: `Age of the frame on screen, the median: ${deliverer === "predecessor" ? "the predecessor" : `storage ${deliverer}`}, fragments of ${fragment} s, ${playerWords[player]}.`,
        ...(deliverer === "predecessor"
          ? {}
          : {
              reference: nameOf(
                { deliverer: "predecessor", fragment: fragment === 1 ? 1 : 3 },
                player === "ffmpeg" ? player : "hlsjs",
              ),
            }),
        ...(name === divided ? { goal: { of: "value" as const, atMost: 2.3 } } : {}),
      };
    }),
  );
}

function metricsOfParts(): MetricDescription[] {
  return Object.entries(parts).map(([part, description]) => ({
    ...{ name: `${divided}.${part}`, unit: "s", quick: true, reference: divided },
    description,
  }));
}

/** How old the frame is that a viewer sees, read from the frame itself. */
export const latency: Bench = {
  name: "latency",
  description: [
    "The publisher draws a clock into real footage (640x360, 25 frames a second, a keyframe each second), hls.js plays the",
    "master playlist in Chromium, and a script reads the clock of every fifth frame that comes onto the screen. Of the predecessor it",
    "plays the publisher's own rendition alone: segments of the others last ten seconds, since its line sets no keyframes.",
    "Publisher, ladder, both tiers and the browser share this machine.",
  ].join("\n"),
  metrics: [
    ...metricsOfSetups(),
    {
      ...{ name: `${divided}.standing`, unit: "s", quick: true, goal: { of: "value", atMost: 0 } },
      description:
        "How long the video stood still while that was measured: 20 s in the quick run, five minutes in the full one.",
    },
    ...metricsOfParts(),
  ],
  plots: [
    {
      ...{ file: "latency", title: "Age of the frame on screen", kind: "bars", x: "fragments", y: "seconds" },
      points: latencySetups.flatMap(({ deliverer, fragment, players }) =>
        players.map((player) => ({
          metric: nameOf({ deliverer, fragment }, player),
          series: `${deliverer}, ${player}`,
          x: `${fragment} s`,
        })),
      ),
    },
    {
      ...{
        file: "latency-parts",
        title: "Where the time goes, at fragments of 1 s",
        kind: "bars",
        x: "part",
        y: "seconds",
      },
      points: Object.keys(parts).map((part) => ({
        metric: `${divided}.${part}`,
        series: "origin, low-latency",
        x: part,
      })),
    },
  ],
  run,
};

async function run({ quick, folder, signal, say }: BenchContext): Promise<Samples> {
  await using browser = await Browser.start();
  const samples: Record<string, readonly number[]> = {};
  for (const setup of latencySetups.filter((each) => each.quick || !quick)) {
    const title = `${setup.deliverer}, fragments of ${setup.fragment} s`;
    say(title);
    const own = join(folder, `${setup.deliverer}-${setup.fragment}`);
    await mkdir(own);
    const isDivided = setup.players.some((player) => nameOf(setup, player) === divided);
    const length = quick ? quickRun : isDivided ? promisedRun : fullRun;
    const report = await measureLatency(setup, { browser, folder: own, signal, ...length });
    Object.assign(samples, samplesOf(setup, report), isDivided ? samplesOfParts(report) : {});
  }
  return samples;
}

function samplesOf(setup: LatencySetup, { viewings }: LatencyReport): Record<string, number[]> {
  return Object.fromEntries(
    setup.players.map((player) => [nameOf(setup, player), (viewings[player] ?? []).map(({ age }) => age)]),
  );
}

/** One sample a turn. */
function samplesOfParts({ viewings, encoded, copied }: LatencyReport): Record<string, number[]> {
  const seen = viewings["low-latency"] ?? [];
  const medians = (listings: readonly Listing[], of: keyof Listing): number[] =>
    seen.map((_, turn) => {
      const [from, to] = [turn, turn + 1].map((part) => Math.floor((part * listings.length) / seen.length));
      return median(listings.slice(from, to).map((listing) => listing[of])) / 1000;
    });
  const [own, listed, served] = [medians(copied, "listed"), medians(encoded, "listed"), medians(encoded, "served")];
  const less = (from: readonly number[], what: readonly number[]): number[] =>
    from.map((value, turn) => value - (what[turn] ?? 0));
  const divisions: Readonly<Record<keyof typeof parts, number[]>> = {
    encoder: own,
    ladder: less(listed, own),
    delivery: less(served, listed),
    player: less(
      seen.map(({ age }) => age),
      served,
    ),
  };
  return {
    [`${divided}.standing`]: [seen.reduce((sum, { standing }) => sum + standing, 0)],
    ...Object.fromEntries(Object.entries(divisions).map(([part, values]) => [`${divided}.${part}`, values])),
  };
}
