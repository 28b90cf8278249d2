import { createWriteStream, type WriteStream } from "node:fs";
import { readFile } from "node:fs/promises";
import { finished } from "node:stream/promises";
import type { HlsConfig } from "hls.js";
import type { Page, Request } from "playwright-core";
import { liveDelayOf } from "../chart/index.ts";
import { type Patience, waitFor } from "../core/index.ts";
import { Browser } from "./browser.ts";
import type { PlayerEvent } from "./events.ts";
import type { PlayOptions } from "./page.ts";
import { PlayerHistory, type PlayerReport } from "./player-history.ts";

export interface PlayerOptions {
  /** URL of the master playlist. */
  readonly master: string;
  /** File for all events, one JSON object a line. */
  readonly log: string;
  /** Index of the only level to play; by default hls.js chooses it. */
  readonly level?: number;
  /** Settings of hls.js other than the watch page's, as far as JSON holds them. */
  readonly hls?: Partial<HlsConfig>;
  /** Fragments by which playback is behind the newest one; by default the chart's own value. */
  readonly liveDelay?: number;
  /** Play with hls.js's own settings, without the watch page's. */
  readonly plain?: boolean;
  /** Whether the video has a clock (video-clock.ts) that is to be read. */
  readonly clock?: boolean;
  /** A browser that others use too; by default it starts its own. */
  readonly browser?: Browser;
}

/**
 * Reads what a player wrote into its log.
 * @throws SyntaxError when there is nothing yet, or the last line is not whole
 */
export async function readEvents(log: string): Promise<PlayerEvent[]> {
  const lines = (await readFile(log, "utf8")).trimEnd().split("\n");
  return lines.map((line) => JSON.parse(line) as PlayerEvent);
}

/** A viewer: hls.js in Chromium, with a record of all that a person would notice. */
export class Player implements AsyncDisposable {
  readonly #page: Page;
  readonly #log: WriteStream;
  readonly #history = new PlayerHistory();
  readonly #owned: AsyncDisposableStack;

  private constructor(page: Page, log: string, owned: AsyncDisposableStack) {
    this.#page = page;
    this.#log = createWriteStream(log, { flags: "a" });
    this.#owned = owned;
  }

  /**
   * Opens a page and plays, without waiting for the first frame.
   * @throws ToolError or SetupProblem when there is no browser
   */
  static async open(options: PlayerOptions): Promise<Player> {
    const { browser, log, master, level, hls, clock = false, plain = false } = options;
    await using opened = new AsyncDisposableStack();
    const page = await (browser ?? opened.use(await Browser.start())).newPage();
    opened.defer(() => page.close());
    const player = new Player(page, log, opened.move());
    const play = {
      ...{ master, clock, ...(level === undefined ? {} : { level }), ...(hls ? { hls } : {}) },
      ...(plain ? {} : { liveDelay: options.liveDelay ?? (await liveDelayOf()) }),
    };
    await player.#start(play);
    return player;
  }

  /** What was seen so far. */
  report(): PlayerReport {
    return this.#history.report();
  }

  /**
   * Waits until the video goes on from where it is.
   * @param advance seconds of media
   * @throws WaitError when it does not
   */
  async playing(advance = 1, patience: Patience = { seconds: 30 }): Promise<void> {
    const start = this.#history.played;
    await waitFor(`${advance} s of video`, patience, () => {
      const seconds = this.#history.played - start;
      if (seconds < advance) throw new Error(`${seconds.toFixed(1)} s; the last events: ${this.#history.lastWords()}`);
    });
  }

  /** Plays only this level from now on, as a viewer who chooses a quality. */
  async switchTo(level: number): Promise<void> {
    await this.#page.evaluate((index) => globalThis.player.switchTo(index), level);
  }

  /**
   * Waits until a level is the one on the screen.
   * @throws WaitError when it does not come
   */
  async switched(level: number, patience: Patience = { seconds: 30 }): Promise<void> {
    await waitFor(`level ${level}`, patience, () => {
      const { level: current } = this.#history.report();
      if (current !== level) throw new Error(`it is ${current}; the last events: ${this.#history.lastWords()}`);
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#owned[Symbol.asyncDispose]();
    this.#log.end();
    await finished(this.#log);
  }

  async #start(options: PlayOptions): Promise<void> {
    await this.#page.exposeFunction("report", (events: readonly PlayerEvent[]) => this.#record(events));
    this.#page.on("response", (response) => {
      if (response.status() >= 400) this.#fail(response.request(), response.status());
    });
    this.#page.on("requestfailed", (request) => this.#fail(request, request.failure()?.errorText ?? "failed"));
    // As text: the types of hls.js's settings have functions, which do not go into a page.
    await this.#page.evaluate((text) => globalThis.player.play(JSON.parse(text)), JSON.stringify(options));
  }

  #fail(request: Request, problem: number | string): void {
    const path = new URL(request.url()).pathname;
    this.#record([{ kind: "failed request", at: Date.now(), path, problem }]);
  }

  #record(events: readonly PlayerEvent[]): void {
    for (const event of events) {
      this.#history.add(event);
      this.#log.write(`${JSON.stringify(event)}\n`);
    }
  }
}
