/** Encodes footage by the chart's ladder and by the predecessor's, and compares what comes out. */
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import pMap from "p-map";
import { HarnessError } from "../core/index.ts";
import { clipSource } from "../stream/index.ts";
import { type LadderCommand, type LadderRun, runLadder } from "./ladder-command.ts";
import { comparedRenditions } from "./ladder-rates.ts";
import { type VideoQuality, videoQuality } from "./video-quality.ts";

/** Frames a second, and seconds: rate control takes one to settle. */
const frameRate = 25;
const seconds = 10;

/**
 * Resampled out of a window that wanders over the clip, and encoded at what a publisher may send at most. The clip
 * itself would favour whoever happens to code its frames as its first encoder did: what is left in them of that is easy
 * to code.
 */
const footage = {
  ...{ seconds, bitrate: "6000k" },
  filter: "crop=1120:630:80+70*sin(t*0.8):45+40*cos(t*0.6),scale=1280:720:flags=lanczos",
};

/** Qualities of one encoding, by the rendition. */
export type Qualities = Readonly<Record<string, VideoQuality>>;

/** Footage, and the folder in which it is encoded again and again. */
export class LadderLab {
  readonly #source: string;
  readonly #folder: string;
  readonly #signal: AbortSignal;
  #runs = 0;

  private constructor(source: string, folder: string, signal: AbortSignal) {
    this.#source = source;
    this.#folder = folder;
    this.#signal = signal;
  }

  /** @param folder an empty one */
  static async open(folder: string, signal: AbortSignal): Promise<LadderLab> {
    return new LadderLab(await clipSource(footage), folder, signal);
  }

  /** CPU seconds that a ladder takes for each second of what is published. */
  async cost(ladder: LadderCommand): Promise<number> {
    return (await this.#encode(ladder)).cpuSeconds / seconds;
  }

  /**
   * What a ladder makes of footage.
   * @throws HarnessError when it lost or doubled frames: they could not be compared
   */
  async qualities(ladder: LadderCommand): Promise<Qualities> {
    const { files } = await this.#encode(ladder);
    const compare = async (name: string): Promise<[string, VideoQuality]> => {
      const quality = await videoQuality(files[name] ?? "", this.#source, frameRate, this.#signal);
      const frames = seconds * frameRate;
      if (quality.frames === frames) return [name, quality];
      const what = `A ladder made ${quality.frames} frames of ${frames}.`;
      throw new HarnessError({ what, where: `rendition ${name}`, hint: "Compare ladders that keep every frame." });
    };
    return Object.fromEntries(await pMap(comparedRenditions, compare, { concurrency: 2 }));
  }

  async #encode(ladder: LadderCommand): Promise<LadderRun> {
    this.#runs += 1;
    const folder = join(this.#folder, `run-${this.#runs}`);
    await mkdir(folder);
    return runLadder(ladder, this.#source, folder, this.#signal);
  }
}
