/**
 * Gives hls.js a new segment as soon as the server lists it. By itself hls.js asks once in a segment's time, at
 * whatever moment it began to ask: it may hear of every segment a whole segment late, and never know. Here each request
 * for a playlist that has nothing new is asked again in short steps, and answered when there is something.
 */
import type {
  HlsConfig,
  Loader,
  LoaderCallbacks,
  LoaderConfiguration,
  LoaderStats,
  PlaylistLoaderContext,
} from "hls.js";

/**
 * Milliseconds between two questions. Delivery keeps a playlist for a quarter of a second at fragments of one second.
 */
const period = 150;

/**
 * Segments' lengths after which an answer without news is passed on, so that hls.js sees that the stream has stalled.
 */
const patience = 1.5;

type PlaylistLoader = Loader<PlaylistLoaderContext>;
export type PlaylistLoaderClass = new (config: HlsConfig) => PlaylistLoader;

/**
 * A loader for hls.js's `pLoader`; one for each player.
 * @param Base hls.js's own loader
 */
export function eagerPlaylistLoader(Base: PlaylistLoaderClass): PlaylistLoaderClass {
  /** Newest segment of each playlist, by the playlist's address. */
  const newest = new Map<string, string>();

  return class EagerPlaylistLoader implements PlaylistLoader {
    readonly #config: HlsConfig;
    #loader: PlaylistLoader;
    #timer: ReturnType<typeof setTimeout> | undefined;

    constructor(config: HlsConfig) {
      this.#config = config;
      this.#loader = new Base(config);
    }

    get context(): PlaylistLoaderContext | null {
      return this.#loader.context;
    }

    get stats(): LoaderStats {
      return this.#loader.stats;
    }

    load(
      context: PlaylistLoaderContext,
      settings: LoaderConfiguration,
      callbacks: LoaderCallbacks<PlaylistLoaderContext>,
    ): void {
      const known = newest.get(context.url);
      const startedAt = performance.now();
      const ask = (): void => {
        this.#loader.load(context, settings, { ...callbacks, onSuccess });
      };
      const onSuccess: typeof callbacks.onSuccess = (response, stats, ...rest) => {
        const text = String(response.data);
        const segment = newestSegment(text);
        if (segment !== undefined && segment === known && performance.now() - startedAt < waitOf(text)) {
          this.#timer = setTimeout(() => {
            this.#loader.destroy();
            this.#loader = new Base(this.#config);
            ask();
          }, period);
          return;
        }
        if (segment !== undefined) newest.set(context.url, segment);
        // hls.js counts its next request from this one. As if the first had been long ago, it asks at once for what is
        // next.
        if (known === undefined) stats.loading.start = 0;
        callbacks.onSuccess(response, stats, ...rest);
      };
      ask();
    }

    abort(): void {
      clearTimeout(this.#timer);
      this.#loader.abort();
    }

    destroy(): void {
      clearTimeout(this.#timer);
      this.#loader.destroy();
    }

    getCacheAge(): number | null {
      return this.#loader.getCacheAge?.() ?? null;
    }

    getResponseHeader(name: string): string | null {
      return this.#loader.getResponseHeader?.(name) ?? null;
    }
  };
}

/** The last segment of a media playlist; undefined of another text. */
function newestSegment(text: string): string | undefined {
  if (!text.includes("#EXTINF:")) return undefined;
  return text
    .trimEnd()
    .split("\n")
    .findLast((line) => !line.startsWith("#"));
}

/** Milliseconds for which news are waited for. */
function waitOf(text: string): number {
  return Number(/#EXT-X-TARGETDURATION:(\d+)/.exec(text)?.[1] ?? 0) * patience * 1000;
}
