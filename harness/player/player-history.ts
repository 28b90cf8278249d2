import type { FailedRequest, HlsError, PlayerEvent, VideoEvent } from "./events.ts";
import { type Jump, type Standstill, Standstills, standingTime } from "./standstills.ts";

/** What a viewer met. */
export interface PlayerReport {
  /** Times in which the video stood still after it had played once. */
  readonly standstills: readonly Standstill[];
  /** Milliseconds of the longest one. */
  readonly longestStandstill: number;
  /** Milliseconds of all. */
  readonly totalStandstill: number;
  readonly jumps: readonly Jump[];
  readonly failedRequests: readonly FailedRequest[];
  readonly errors: readonly HlsError[];
  /** How often the page had to do something about a fatal error. */
  readonly recoveries: number;
  /** Errors of the video element, such as those of decoding. */
  readonly videoErrors: readonly VideoEvent[];
  /** Index of the level that plays, as hls.js said last. */
  readonly level: number | undefined;
  /** Seconds of media that were played. */
  readonly played: number;
}

/** All that a player reported, added up. */
export class PlayerHistory {
  readonly #standstills = new Standstills();
  readonly #failedRequests: FailedRequest[] = [];
  readonly #errors: HlsError[] = [];
  readonly #videoErrors: VideoEvent[] = [];
  readonly #last: PlayerEvent[] = [];
  #recoveries = 0;
  #level: number | undefined;

  add(event: PlayerEvent): void {
    if (event.kind === "samples") for (const sample of event.samples) this.#standstills.add(sample);
    else this.#last.push(event);
    if (this.#last.length > 5) this.#last.shift();
    if (event.kind === "failed request") this.#failedRequests.push(event);
    if (event.kind === "hls error") this.#errors.push(event);
    if (event.kind === "video" && event.name === "error") this.#videoErrors.push(event);
    if (event.kind === "recovery") this.#recoveries += 1;
    if (event.kind === "level") this.#level = event.level;
  }

  /** Seconds of media that were played; jumps count for nothing. */
  get played(): number {
    return this.#standstills.played;
  }

  /** The last events as text, for a message. */
  lastWords(): string {
    return JSON.stringify(this.#last);
  }

  report(): PlayerReport {
    const standstills = this.#standstills.list;
    const lengths = standstills.map(({ start, end }) => end - start);
    return {
      standstills,
      longestStandstill: Math.max(0, ...lengths),
      totalStandstill: standingTime(standstills, 0),
      jumps: [...this.#standstills.jumps],
      failedRequests: [...this.#failedRequests],
      errors: [...this.#errors],
      recoveries: this.#recoveries,
      videoErrors: [...this.#videoErrors],
      level: this.#level,
      played: this.played,
    };
  }
}
