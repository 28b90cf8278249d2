import type { MediaPlaylist } from "./playlists.ts";

/** What a media playlist promised so far, and where it broke a promise. */
export class PlaylistHistory {
  /** In words, each once. */
  readonly problems: string[] = [];
  readonly #title: string;
  readonly #tolerance: number;
  readonly #numbers = new Map<string, number>();
  readonly #names = new Map<number, string>();
  readonly #timelines = new Map<number, number>();
  #sequence = Number.NEGATIVE_INFINITY;
  #last = Number.NEGATIVE_INFINITY;
  #newAt = Number.NEGATIVE_INFINITY;
  readonly #discontinuities = new Set<number>();

  /**
   * @param title what to call the playlist in problems
   * @param tolerance milliseconds for which the playlist before a new one may still be seen, at a pod that had cached
   *   it
   */
  constructor(title: string, tolerance = 0) {
    this.#title = title;
    this.#tolerance = tolerance;
  }

  /** The highest number of a segment, -Infinity before the first. */
  get lastNumber(): number {
    return this.#last;
  }

  /** MEDIA-SEQUENCE, -Infinity before the first snapshot. */
  get firstNumber(): number {
    return this.#sequence;
  }

  /** Segments that did not go on from the one before. */
  get discontinuities(): number {
    return this.#discontinuities.size;
  }

  /**
   * Adds a snapshot of the playlist.
   * @param askedAt milliseconds of any clock
   * @param answeredAt milliseconds of the same clock
   * @returns whether it had a segment that is newer than all before
   */
  see({ sequence, segments }: MediaPlaylist, askedAt = performance.now(), answeredAt = askedAt): boolean {
    const mayBeOld = askedAt - this.#newAt < this.#tolerance;
    if (sequence < this.#sequence && !mayBeOld)
      this.#problem(`MEDIA-SEQUENCE went back from ${this.#sequence} to ${sequence}`);
    this.#sequence = Math.max(this.#sequence, sequence);
    const before = this.#last;
    for (const { number, url, discontinuity, timeline } of segments) {
      const name = new URL(url).pathname;
      const earlier = this.#numbers.get(name);
      if (earlier !== undefined && earlier !== number) this.#problem(`${name} was number ${earlier} and is ${number}`);
      const other = this.#names.get(number);
      if (other !== undefined && other !== name) this.#problem(`number ${number} was ${other} and is ${name}`);
      const line = this.#timelines.get(number);
      if (line !== undefined && line !== timeline)
        this.#problem(`number ${number} had discontinuity count ${line} and has ${timeline}`);
      // A release that did not count them yet promised nothing.
      if (timeline > 0) this.#timelines.set(number, timeline);
      this.#numbers.set(name, number);
      this.#names.set(number, name);
      if (discontinuity) this.#discontinuities.add(number);
      this.#last = Math.max(this.#last, number);
    }
    if (segments.length > 0 && Math.max(...segments.map(({ number }) => number)) < before && !mayBeOld) {
      this.#problem(`its last segment went back from number ${before}`);
    }
    const isNew = this.#last > before;
    if (isNew) this.#newAt = answeredAt;
    return isNew;
  }

  #problem(text: string): void {
    const problem = `${this.#title}: ${text}`;
    if (!this.problems.includes(problem)) this.problems.push(problem);
  }
}
