import { type FSWatcher, watch } from "node:fs";
import { readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { execa } from "execa";
import { ageOf, clockPixels, cutClock, fetchOk, parseMedia, readClock } from "../stream/index.ts";
import { systemTool } from "../tools/index.ts";

/** Milliseconds between two requests for delivery's playlist, as with many viewers. */
const pollPeriod = 50;

export interface ListingPlaces {
  /** Folder in which nginx-rtmp writes. */
  readonly hlsFolder: string;
  /** `http://host:port` at which players get the same. */
  readonly deliveryUrl: string;
  /** The rendition's playlist, by its name in the folder. */
  readonly playlist: string;
  /** An empty folder for copies of segments. */
  readonly folder: string;
}

/** Ages of a segment's last frame, in milliseconds. */
export interface Listing {
  /** When nginx-rtmp listed the segment. */
  readonly listed: number;
  /** When delivery listed it, too. */
  readonly served: number;
}

/** Sees when segments with a clock in their video are listed by nginx-rtmp, and when by delivery. */
export class ListingWatch implements AsyncDisposable {
  readonly #places: ListingPlaces;
  readonly #watcher: FSWatcher;
  readonly #stopping = new AbortController();
  readonly #listed = new Map<string, number>();
  readonly #served = new Map<string, number>();
  readonly #copies: Promise<void>[] = [];
  readonly #polling: Promise<void>;

  constructor(places: ListingPlaces) {
    this.#places = places;
    // nginx-rtmp writes a playlist under another name, and renames it.
    this.#watcher = watch(places.hlsFolder, (_, file) => {
      // A stream that ends takes its files along.
      if (file === places.playlist) this.#copies.push(this.#list(Date.now()).catch(() => {}));
    });
    this.#polling = this.#poll();
  }

  /**
   * Ends the watch, and reads the clock of what was seen. Segments that were there before, or that delivery never
   * listed, are left out.
   */
  async stop(): Promise<Listing[]> {
    await this[Symbol.asyncDispose]();
    const listings: Listing[] = [];
    for (const [name, at] of this.#listed) {
      const served = this.#served.get(name);
      const shown = await lastClock(join(this.#places.folder, name));
      if (served !== undefined && shown !== undefined)
        listings.push({ listed: ageOf(at, shown), served: ageOf(served, shown) });
      await rm(join(this.#places.folder, name));
    }
    return listings;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#watcher.close();
    this.#stopping.abort();
    await this.#polling;
    await Promise.all(this.#copies);
  }

  async #list(at: number): Promise<void> {
    const { hlsFolder, playlist, folder } = this.#places;
    const name = newest(await readFile(join(hlsFolder, playlist), "utf8"));
    if (name === undefined || this.#listed.has(name)) return;
    this.#listed.set(name, at);
    await writeFile(join(folder, name), await readFile(join(hlsFolder, name)));
  }

  async #poll(): Promise<void> {
    const { signal } = this.#stopping;
    const url = `${this.#places.deliveryUrl}/hls/${this.#places.playlist}`;
    while (!signal.aborted) {
      // A request that fails lists nothing.
      const name = await fetchOk(url).then(
        async (response) => newest(await response.text()),
        () => undefined,
      );
      if (name !== undefined && !this.#served.has(name)) this.#served.set(name, Date.now());
      await sleep(pollPeriod, undefined, { signal }).catch(() => {});
    }
  }
}

/** Name of a playlist's newest segment. */
function newest(text: string): string | undefined {
  return parseMedia(text, "file:///").segments.at(-1)?.url.split("/").at(-1);
}

/** What the clock says in a file's last frame. */
async function lastClock(file: string): Promise<number | undefined> {
  const args = ["-nostdin", "-v", "error", "-i", file, "-vf", cutClock, "-f", "rawvideo", "pipe:1"];
  const { stdout } = await execa(await systemTool("ffmpeg"), args, { encoding: "buffer" });
  return readClock(stdout.subarray(-clockPixels.width * clockPixels.height));
}
