import { Agent, get } from "node:http";
import { text } from "node:stream/consumers";
import { setTimeout as sleep } from "node:timers/promises";
import { PlaylistHistory } from "./playlist-history.ts";
import { parseMedia } from "./playlists.ts";

/** Milliseconds between two snapshots: several a fragment. */
const period = 200;

/** Milliseconds for an answer, as a player would wait at most. */
const patience = 10_000;

/**
 * Milliseconds for which a delivery pod may answer with a playlist that another one has newer already. Each caches by
 * itself, for half a second at fragments of 2 s.
 */
const cached = 500;

/** What was seen of one rendition's playlist since the report before. */
export interface WatchReport {
  readonly name: string;
  readonly snapshots: number;
  /** Snapshots that failed, by the status or the error. */
  readonly failed: Readonly<Record<string, number>>;
  /** Longest time in which no new segment came, in seconds. */
  readonly longestStall: number;
  /** Since the watch began. */
  readonly discontinuities: number;
}

/** Takes snapshots of a rendition's playlist all the time, as a player does, and remembers what they said. */
export class StreamWatch implements AsyncDisposable {
  readonly #name: string;
  readonly #url: string;
  readonly #history: PlaylistHistory;
  readonly #stopping = new AbortController();
  /** One, as in a browser: its requests reach one delivery pod for as long as that lives. */
  readonly #connection = new Agent({ keepAlive: true, maxSockets: 1 });
  readonly #end: Promise<void>;
  #snapshots = 0;
  #failed: Record<string, number> = {};
  #longestStall = 0;
  #newestAt = performance.now();

  /**
   * Begins to watch.
   * @param name the rendition
   * @param url its playlist, which is there already
   */
  constructor(name: string, url: string) {
    this.#name = name;
    this.#url = url;
    this.#history = new PlaylistHistory(name, cached);
    this.#end = this.#watch();
  }

  /** The highest number of a segment so far. */
  get lastNumber(): number {
    return this.#history.lastNumber;
  }

  /** Number of the first segment that was listed last. */
  get firstNumber(): number {
    return this.#history.firstNumber;
  }

  /** Promises that the playlist broke, in words, since the watch began. */
  get problems(): readonly string[] {
    return this.#history.problems;
  }

  /** What was seen so far. The next report begins here; what the playlist promised stays remembered. */
  takeReport(): WatchReport {
    const report = {
      name: this.#name,
      snapshots: this.#snapshots,
      failed: this.#failed,
      longestStall: Math.round(this.#longestStall / 100) / 10,
      discontinuities: this.#history.discontinuities,
    };
    this.#snapshots = 0;
    this.#failed = {};
    this.#longestStall = 0;
    return report;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stopping.abort();
    await this.#end;
    this.#connection.destroy();
  }

  async #watch(): Promise<void> {
    const { signal } = this.#stopping;
    while (!signal.aborted) {
      this.#snapshots += 1;
      await this.#takeSnapshot();
      await sleep(period, undefined, { signal }).catch(() => {});
    }
  }

  async #takeSnapshot(): Promise<void> {
    const askedAt = performance.now();
    try {
      const { status, body } = await ask(this.#url, this.#connection);
      if (status !== 200) return this.#fail(String(status));
      const playlist = parseMedia(body, this.#url);
      const now = performance.now();
      const isNew = this.#history.see(playlist, askedAt, now);
      this.#longestStall = Math.max(this.#longestStall, now - this.#newestAt);
      if (isNew) this.#newestAt = now;
    } catch (error) {
      this.#fail(error instanceof Error ? error.name : String(error));
    }
  }

  #fail(reason: string): void {
    this.#failed[reason] = (this.#failed[reason] ?? 0) + 1;
  }
}

function ask(url: string, agent: Agent): Promise<{ status: number | undefined; body: string }> {
  return new Promise((resolve, reject) => {
    const request = get(url, { agent, signal: AbortSignal.timeout(patience) }, (response) => {
      text(response).then((body) => resolve({ status: response.statusCode, body }), reject);
    });
    request.on("error", reject);
  });
}
