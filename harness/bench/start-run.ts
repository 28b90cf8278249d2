/** Takes the times of a stream that begins, and of a viewer who comes to it. */
import { join } from "node:path";
import { waitFor } from "../core/index.ts";
import { type Browser, Player, readEvents } from "../player/index.ts";
import { clipSource, fetchMaster, fetchMedia, fetchOk, publishStream } from "../stream/index.ts";
import { hasSegments, type ServeOptions, serve } from "./served.ts";

const stream = "begins";

/** Milliseconds between two requests. */
const period = 20;

export interface StartOptions {
  readonly browser: Browser;
  /** An empty folder. */
  readonly folder: string;
  readonly turns: number;
  readonly signal: AbortSignal;
}

/** In seconds, one for each turn. */
export interface StartReport {
  /** From the publisher's start to a master playlist of which some rendition has a segment. */
  readonly firstSegment: readonly number[];
  /** From a player's start to the first frame. */
  readonly firstFrame: readonly number[];
  /** From the death of a publisher to the first segment of the one that is started at once. */
  readonly republishGap: readonly number[];
}

/** Starts a service, and publishes to it again and again: each turn a stream of another name. */
export async function measureStart(service: ServeOptions, options: StartOptions): Promise<StartReport> {
  const firstSegment: number[] = [];
  const firstFrame: number[] = [];
  const republishGap: number[] = [];
  await using served = await serve(service);
  const input = await clipSource({ bitrate: "1200k" });
  for (let turn = 1; turn <= options.turns; turn++) {
    options.signal.throwIfAborted();
    const name = `${stream}-${turn}`;
    const log = join(options.folder, `${service.deliverer}-${name}`);
    const master = `${served.deliveryUrl}/hls/${name}.m3u8`;
    const publishing = { input, server: served.rtmpUrl, stream: name, log: `${log}-publisher.log` };
    const startedAt = performance.now();
    const first = await publishStream(publishing);
    try {
      const playable = await firstPlayable(master);
      firstSegment.push((performance.now() - startedAt) / 1000);
      // A player wants to begin three segments behind the newest one.
      await hasSegments(playable, 4);
      firstFrame.push(
        await timeToFirstFrame(options.browser, master, service.deliverer === "predecessor", `${log}-player.log`),
      );
      const before = (await fetchMedia(playable)).segments.at(-1)?.number ?? 0;
      const lostAt = performance.now();
      first.kill("SIGKILL");
      await first.ended();
      await using _second = await publishStream(publishing);
      // The dead one's last segment is listed too; the new one's first does not go on from it.
      await waitFor(`a segment of the new publisher in ${playable}`, { seconds: 60, period }, async () => {
        const { segments } = await fetchMedia(playable);
        const fresh = segments.some(({ number, discontinuity }) => number > before && discontinuity);
        if (!fresh) throw new Error(`segment ${before} was the newest when the old one died`);
      });
      republishGap.push((performance.now() - lostAt) / 1000);
    } finally {
      await first.stop();
    }
  }
  return { firstSegment, firstFrame, republishGap };
}

/** Waits for the first segment of any rendition. @returns the URL of that rendition's playlist */
function firstPlayable(master: string): Promise<string> {
  return waitFor(`a segment of ${master}`, { seconds: 60, period }, async () => {
    for (const { url } of await fetchMaster(master)) {
      const segment = await newest(url).catch(() => undefined);
      if (segment === undefined) continue;
      await (await fetchOk(segment)).arrayBuffer();
      return url;
    }
    throw new Error("no rendition has one");
  });
}

async function newest(playlist: string): Promise<string | undefined> {
  return (await fetchMedia(playlist)).segments.at(-1)?.url;
}

/** Seconds from a player's start to the first frame. */
async function timeToFirstFrame(browser: Browser, master: string, plain: boolean, log: string): Promise<number> {
  const player = await Player.open({ browser, master, plain, log });
  try {
    await player.playing(0.1);
  } finally {
    await player[Symbol.asyncDispose]();
  }
  const events = await readEvents(log);
  const start = events.find(({ kind }) => kind === "start")?.at ?? Number.NaN;
  const frame = events.find(({ kind }) => kind === "first frame")?.at ?? Number.NaN;
  return (frame - start) / 1000;
}
