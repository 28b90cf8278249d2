import { MediaError } from "./media-error.ts";

/** A part as a playlist names it. */
export interface ListedPart {
  readonly uri: string;
  /** Seconds. */
  readonly duration: number;
  readonly independent: boolean;
}

/** A segment as playlists and manifests name it. */
export interface ListedSegment {
  readonly number: number;
  readonly discontinuity: number;
  /**
   * Seconds of epoch time at which its discontinuity began, the same for all tracks of the stream: the start of DASH's
   * Period, which never moves.
   */
  readonly periodStart: number;
  readonly uri: string;
  /** Of the init segment that it needs. */
  readonly init: string;
  /** Ticks of epoch time, and of the track's timescale: manifests need them whole. */
  readonly startTime: number;
  readonly duration: number;
  readonly timescale: number;
  readonly independent: boolean;
  readonly bytes: number;
  readonly parts: readonly ListedPart[];
}

/** What a successor needs to go on with a window, as JSON. */
export interface WindowSnapshot {
  readonly segments: readonly ListedSegment[];
  readonly ended: boolean;
}

/** Seconds by which sums of seconds may be off. */
const rounding = 1e-6;

/**
 * The last segments of one rendition: what its playlist lists. Numbers are dense, time tiles within a discontinuity.
 */
export class PlaylistWindow {
  readonly #length: number;
  #segments: ListedSegment[] = [];
  #ended = false;

  /** `length`: seconds that are listed at least, once as many are there. */
  constructor(length: number, from?: WindowSnapshot) {
    this.#length = length;
    if (!from) return;
    for (const segment of from.segments) this.#take(segment);
    this.#ended = from.ended;
  }

  get segments(): readonly ListedSegment[] {
    return this.#segments;
  }

  /** Whether nothing more will come. */
  get ended(): boolean {
    return this.#ended;
  }

  /** Lists a segment, and gives those that are listed no longer. One that does not follow the last is refused. */
  add(segment: ListedSegment): readonly ListedSegment[] {
    this.#ended = false;
    this.#take(segment);
    return this.#dropOld();
  }

  /** Nothing more will come; a segment that does come opens the window again. */
  end(): void {
    this.#ended = true;
  }

  snapshot(): WindowSnapshot {
    return { segments: [...this.#segments], ended: this.#ended };
  }

  #take(segment: ListedSegment): void {
    const last = this.#segments.at(-1);
    if (last) {
      if (segment.number !== last.number + 1)
        throw new MediaError(`segment ${segment.number} does not follow segment ${last.number}`);
      if (segment.discontinuity === last.discontinuity && segment.startTime !== last.startTime + last.duration)
        throw new MediaError(
          `segment ${segment.number} begins at ${segment.startTime}, not where segment ${last.number} ends`,
        );
      if (segment.discontinuity < last.discontinuity)
        throw new MediaError(
          `segment ${segment.number} is of discontinuity ${segment.discontinuity}, after ${last.discontinuity}`,
        );
    }
    this.#segments.push(segment);
  }

  #dropOld(): readonly ListedSegment[] {
    let listed = this.#segments.reduce((sum, segment) => sum + seconds(segment), 0);
    let count = 0;
    for (const segment of this.#segments) {
      listed -= seconds(segment);
      // A playlist has to list the newest segment even where it is longer than the window.
      if (listed < this.#length - rounding || count === this.#segments.length - 1) break;
      count += 1;
    }
    const dropped = this.#segments.slice(0, count);
    this.#segments = this.#segments.slice(count);
    return dropped;
  }
}

function seconds(segment: ListedSegment): number {
  return segment.duration / segment.timescale;
}
