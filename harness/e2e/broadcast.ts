import { join } from "node:path";
import { waitFor } from "../core/index.ts";
import { Player, type PlayerReport, standingTime } from "../player/index.ts";
import { Encoder, fetchMaster, StreamWatch, type WatchReport } from "../stream/index.ts";
import { assertPlays, type Context, masterUrl, patience, problem, publisherOptions, toTenth } from "./context.ts";
import type { FaultMetrics } from "./metrics.ts";

/** What must be true of a fault, beside that the stream goes on. */
export interface Promises {
  /** The encoder loses its connection, or freezes, and is accepted again. */
  readonly reconnects?: boolean;
  /** Seconds for which the encoder keeps its connection, whatever is done to its pod. */
  readonly keepsSeconds?: number;
  /** No request of a viewer fails. */
  readonly flawless?: boolean;
}

/** Segments after a fault that are watched for what was promised. */
const segmentsAfter = 4;

/** Seconds of video that the player shows after a fault. */
const playedAfter = 4;

/** A stream with its encoder and its viewers, who stay through all that is done to the release. */
export class Broadcast implements AsyncDisposable {
  readonly stream: string;
  readonly player: Player;
  readonly #context: Context;
  readonly #watches: readonly StreamWatch[];
  readonly #owned: AsyncDisposableStack;
  #encoder: Encoder;
  #replaced = false;

  private constructor(
    context: Context,
    stream: string,
    encoder: Encoder,
    player: Player,
    watches: readonly StreamWatch[],
    owned: AsyncDisposableStack,
  ) {
    this.stream = stream;
    this.player = player;
    this.#context = context;
    this.#encoder = encoder;
    this.#watches = watches;
    this.#owned = owned;
  }

  /**
   * Publishes a stream, and lets a player watch the first rendition, and takes a snapshot of each playlist several
   * times a second.
   * @throws E2eError or WaitError when it does not play
   */
  static async start(context: Context, stream: string): Promise<Broadcast> {
    await using opened = new AsyncDisposableStack();
    const encoder = opened.use(await Encoder.start(await publisherOptions(context, stream)));
    await assertPlays(context, stream);
    const master = masterUrl(context, stream);
    const log = join(context.logs, `player-${stream}.jsonl`);
    const player = opened.use(await Player.open({ browser: context.browser, master, log, level: 0 }));
    const variants = await fetchMaster(master);
    const watches = variants.map(({ url }) => opened.use(new StreamWatch(new URL(url).pathname, url)));
    await player.playing(3, patience);
    return new Broadcast(context, stream, encoder, player, watches, opened.move());
  }

  /** Number of the first segment that viewers of the first rendition were shown last. */
  get firstNumber(): number {
    return this.#watches[0]?.firstNumber ?? Number.NEGATIVE_INFINITY;
  }

  /**
   * Does something to the release, and sees that the stream goes on for everybody.
   * @param name the phase
   * @throws E2eError or WaitError when it does not
   */
  async endures(name: string, fault: () => Promise<void>, promises: Promises = {}): Promise<FaultMetrics> {
    const { phases, metrics } = this.#context;
    return phases.run(name, async () => {
      for (const watch of this.#watches) watch.takeReport();
      const before = this.player.report();
      const startedAt = Date.now();
      await fault();
      const acceptedAt = promises.reconnects ? await this.#accepted(startedAt) : undefined;
      await this.#goesOn();
      await this.player.playing(playedAfter, patience);
      const away = acceptedAt === undefined ? undefined : timeAway(this.#encoder, startedAt, acceptedAt);
      const reconnects = promises.reconnects ? this.#reconnectsSince(startedAt) : undefined;
      const measured = measure(
        name,
        { startedAt, away, reconnects, before, after: this.player.report() },
        this.#reports(),
      );
      this.#replaced = false;
      metrics.faults.push(measured);
      this.#assertKept(measured, promises);
      this.#assertDrained(startedAt, promises.keepsSeconds ?? 0);
      return measured;
    });
  }

  /** Lets the encoder freeze with its connection open, and another one take its place. */
  async replaceFrozenEncoder(): Promise<void> {
    this.#encoder.freeze();
    this.#replaced = true;
    this.#encoder = this.#owned.use(await Encoder.start(await publisherOptions(this.#context, this.stream)));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#owned[Symbol.asyncDispose]();
  }

  #accepted(since: number): Promise<number> {
    return waitFor(`a pod that takes the encoder of ${this.stream} again`, patience, async () => {
      const at = await this.#context.release.acceptedAt(this.stream, this.#lastLoss(since));
      if (at === undefined) throw new Error("none does");
      return at;
    });
  }

  /** When the encoder lost its connection; a frozen one did at once. */
  #lastLoss(since: number): number {
    if (this.#replaced) return since;
    const last = this.#encoder.losses.findLast((at) => at >= since);
    if (last === undefined) throw new Error("the encoder is still connected");
    return last;
  }

  /** A frozen encoder is replaced by one that connects for the first time. */
  #reconnectsSince(startedAt: number): number {
    return this.#replaced ? 1 : this.#encoder.losses.filter((at) => at >= startedAt).length;
  }

  async #goesOn(): Promise<void> {
    const before = this.#watches.map(({ lastNumber }) => lastNumber);
    await waitFor(`${segmentsAfter} more segments of each rendition`, patience, () => {
      const now = this.#watches.map(({ lastNumber }) => lastNumber);
      if (now.some((number, index) => number < (before[index] ?? 0) + segmentsAfter)) throw new Error(now.join(", "));
    });
  }

  #reports(): WatchReport[] {
    return this.#watches.map((watch) => watch.takeReport());
  }

  #assertDrained(startedAt: number, seconds: number): void {
    const loss = this.#encoder.losses.find((at) => at >= startedAt);
    if (loss !== undefined && loss - startedAt < seconds * 1000)
      throw problem(
        "A publisher was ended before its time.",
        `after ${toTenth((loss - startedAt) / 1000)} s of ${seconds}`,
      );
  }

  #assertKept({ name, failedRequests, failedSnapshots }: FaultMetrics, { flawless }: Promises): void {
    const broken = this.#watches.flatMap((watch) => watch.problems);
    if (broken.length > 0) throw problem(`After "${name}" a playlist broke what a player knew.`, broken.join("\n"));
    const { videoErrors } = this.player.report();
    if (videoErrors.length > 0) throw problem(`After "${name}" the video has errors.`, JSON.stringify(videoErrors));
    const failed = [...failedRequests, ...Object.keys(failedSnapshots)];
    if (flawless && failed.length > 0) throw problem(`Requests of viewers failed during "${name}".`, failed.join("\n"));
  }
}

interface Moments {
  readonly startedAt: number;
  /** Milliseconds in which the encoder had no connection. */
  readonly away: number | undefined;
  readonly reconnects: number | undefined;
  readonly before: PlayerReport;
  readonly after: PlayerReport;
}

function measure(
  name: string,
  { startedAt, away, reconnects, before, after }: Moments,
  reports: readonly WatchReport[],
): FaultMetrics {
  const standstill = standingTime(after.standstills, startedAt) / 1000;
  const reconnect = away === undefined ? undefined : away / 1000;
  const failed = after.failedRequests.slice(before.failedRequests.length);
  return {
    name,
    ...(reconnect === undefined ? {} : { reconnectSeconds: toTenth(reconnect) }),
    ...(reconnects === undefined ? {} : { reconnects }),
    standstillSeconds: toTenth(standstill),
    gapSeconds: toTenth(Math.max(0, standstill - (reconnect ?? 0))),
    playlistStallSeconds: Math.max(...reports.map(({ longestStall }) => longestStall)),
    failedRequests: failed.map(({ path, problem: reason }) => `${path}: ${reason}`),
    failedSnapshots: addUp(reports),
    recoveries: after.recoveries - before.recoveries,
  };
}

/**
 * Milliseconds without a connection that a pod had accepted. What a refused try lasted is not counted, so that the
 * player's gap is rather reported too long.
 */
function timeAway({ losses, reconnects }: Encoder, startedAt: number, acceptedAt: number): number {
  const lost = losses.filter((at) => at >= startedAt);
  if (lost.length === 0) return acceptedAt - startedAt;
  const ends = lost.slice(0, -1).map((loss) => reconnects.find((at) => at > loss) ?? loss);
  return [...ends, acceptedAt].reduce((sum, end, index) => sum + end - (lost[index] ?? end), 0);
}

function addUp(reports: readonly WatchReport[]): Record<string, number> {
  const sums: Record<string, number> = {};
  for (const { failed } of reports)
    for (const [reason, count] of Object.entries(failed)) sums[reason] = (sums[reason] ?? 0) + count;
  return sums;
}
