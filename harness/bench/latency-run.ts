/** Measures how old frames are when a viewer sees them. */
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { median } from "simple-statistics";
import { liveDelayOf, renditionName } from "../chart/index.ts";
import { HarnessError } from "../core/index.ts";
import { type Browser, Player, readEvents, standingTime } from "../player/index.ts";
import { ageOf } from "../stream/index.ts";
import { publishClock } from "./clock-publisher.ts";
import { agesSeenByFfmpeg } from "./ffmpeg-viewer.ts";
import { type LatencySetup, lowLatencyValues, type PlayerKind } from "./latency-setups.ts";
import { type Listing, ListingWatch } from "./listing-watch.ts";
import { hasSegments, type Served, serve } from "./served.ts";

const stream = "clock";

/** Seconds of play before it counts: a player that begins is not where it will be. */
const settleSeconds = 10;

/** What a viewer had. */
export interface Viewing {
  /** Median age of the frames, in seconds. */
  readonly age: number;
  /** Seconds in which the video stood still. */
  readonly standing: number;
}

/** What was measured of one setup. */
export interface LatencyReport {
  /** One for each turn, by the player. */
  readonly viewings: Readonly<Partial<Record<PlayerKind, readonly Viewing[]>>>;
  /** Of a rendition that the ladder made, and of the publisher's own. */
  readonly encoded: readonly Listing[];
  readonly copied: readonly Listing[];
}

export interface LatencyOptions {
  readonly browser: Browser;
  /** An empty folder. */
  readonly folder: string;
  /** How often all players are opened. */
  readonly turns: number;
  /** Seconds for which each of them is watched. */
  readonly seconds: number;
  readonly signal: AbortSignal;
}

/** @throws WaitError when a stream does not come or a player does not play */
export async function measureLatency(setup: LatencySetup, options: LatencyOptions): Promise<LatencyReport> {
  await using served = await serve({ ...setup, values: [lowLatencyValues] });
  await using _publisher = await publishClock({
    ...{ server: served.rtmpUrl, stream, log: join(options.folder, "publisher.log") },
  });
  await enoughSegments(served);
  const viewings: Partial<Record<PlayerKind, Viewing[]>> = {};
  await using encoded = await watchListings(served, "hd720", options.folder);
  await using copied = await watchListings(served, "src", options.folder);
  for (let turn = 0; turn < options.turns; turn++) {
    options.signal.throwIfAborted();
    await Promise.all(
      setup.players.map(async (kind) => {
        const viewing = await view(served, kind, options);
        viewings[kind] = [...(viewings[kind] ?? []), viewing];
      }),
    );
  }
  return { viewings, encoded: await encoded.stop(), copied: await copied.stop() };
}

async function watchListings(served: Served, rendition: string, folder: string): Promise<ListingWatch> {
  const copies = join(folder, rendition);
  await mkdir(copies);
  return new ListingWatch({ ...served, folder: copies, playlist: `${renditionName(stream, rendition)}.m3u8` });
}

/** Waits until there is enough to begin with, also in renditions whose segments are longer. */
async function enoughSegments({ deliveryUrl }: Served): Promise<void> {
  for (const [rendition, count] of [
    ["src", 4],
    ["low", 1],
    ["hd720", 1],
  ] as const) {
    await hasSegments(`${deliveryUrl}/hls/${renditionName(stream, rendition)}.m3u8`, count);
  }
}

function view(served: Served, kind: PlayerKind, options: LatencyOptions): Promise<Viewing> {
  return kind === "ffmpeg" ? viewByFfmpeg(served, options) : viewInBrowser(served, kind, options);
}

async function viewByFfmpeg({ deliveryUrl }: Served, { seconds, signal }: LatencyOptions): Promise<Viewing> {
  const playlist = `${deliveryUrl}/hls/${stream}_src.m3u8`;
  const ages = await agesSeenByFfmpeg({ playlist, settle: settleSeconds, seconds, signal });
  return { age: medianAge(ages, "ffmpeg"), standing: 0 };
}

async function viewInBrowser(
  { deliveryUrl }: Served,
  kind: Exclude<PlayerKind, "ffmpeg">,
  { browser, folder, seconds, signal }: LatencyOptions,
): Promise<Viewing> {
  const log = join(folder, `player-${kind}-${Date.now()}.log`);
  // Of the predecessor the publisher's own rendition: those that it encodes have segments of ten seconds, since its
  // line sets no keyframes.
  const playlist = kind === "hlsjs" ? `${stream}_src.m3u8` : `${stream}.m3u8`;
  const player = await Player.open({
    ...{ browser, master: `${deliveryUrl}/hls/${playlist}`, log, clock: true, plain: kind === "hlsjs" },
    ...(kind === "low-latency" ? { liveDelay: await liveDelayOf(lowLatencyValues) } : {}),
  });
  let from = 0;
  try {
    await player.playing(settleSeconds);
    from = Date.now();
    await sleep(seconds * 1000, undefined, { signal });
  } finally {
    await player[Symbol.asyncDispose]();
  }
  const seen = (await readEvents(log)).filter((event) => event.kind === "clock").filter(({ at }) => at >= from);
  const ages = seen.flatMap(({ at, shown }) => (shown === undefined ? [] : [ageOf(at, shown)]));
  return { age: medianAge(ages, "hls.js"), standing: standingTime(player.report().standstills, from) / 1000 };
}

/** In seconds. @throws HarnessError when no clock was read */
function medianAge(ages: number[], player: string): number {
  if (ages.length > 0) return median(ages) / 1000;
  const hint = "See whether the stream plays at all, and whether its clock is in the video.";
  throw new HarnessError({ what: "No clock could be read in the video.", where: player, hint });
}
