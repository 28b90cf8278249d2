/** Encodes a clip by the chart's ladder and by the seed's, and compares what comes out. */
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { execa } from "execa";
import pMap from "p-map";
import { HarnessError } from "../errors.ts";
import { clip } from "../source.ts";
import { systemTool } from "../tools.ts";
import { type LadderCommand, type LadderRun, runLadder } from "./ladder-command.ts";
import { comparedRenditions } from "./ladder-rates.ts";
import { type VideoQuality, videoQuality } from "./video-quality.ts";

/** Frames a second of the clip. */
const frameRate = 25;

/** How often the clip of five seconds is played: rate control takes a second to settle. */
const loops = 2;

/** Qualities of one encoding, by the rendition. */
export type Qualities = Readonly<Record<string, VideoQuality>>;

/** A clip, and the folder in which it is encoded again and again. */
export class LadderLab {
  /** Seconds of the clip. */
  readonly seconds: number;
  readonly #source: string;
  readonly #folder: string;
  readonly #frames: number;
  readonly #signal: AbortSignal;
  #runs = 0;

  private constructor(source: string, frames: number, folder: string, signal: AbortSignal) {
    this.#source = source;
    this.#frames = frames;
    this.seconds = frames / frameRate;
    this.#folder = folder;
    this.#signal = signal;
  }

  /** @param folder an empty one */
  static async open(folder: string, signal: AbortSignal): Promise<LadderLab> {
    const source = join(folder, "source.mp4");
    const args = ["-nostdin", "-v", "error", "-stream_loop", String(loops - 1), "-i", clip, "-c", "copy", source];
    await execa(await systemTool("ffmpeg"), args, { cancelSignal: signal });
    const { frames } = await videoQuality(source, source, frameRate, signal);
    return new LadderLab(source, frames, folder, signal);
  }

  /** CPU seconds that a ladder takes for each second of the clip. */
  async cost(ladder: LadderCommand): Promise<number> {
    return (await this.#encode(ladder)).cpuSeconds / this.seconds;
  }

  /**
   * What a ladder makes of the clip.
   * @throws HarnessError when it lost or doubled frames: they could not be compared
   */
  async qualities(ladder: LadderCommand): Promise<Qualities> {
    const { files } = await this.#encode(ladder);
    const compare = async (name: string): Promise<[string, VideoQuality]> => {
      const quality = await videoQuality(files[name] ?? "", this.#source, frameRate, this.#signal);
      if (quality.frames === this.#frames) return [name, quality];
      const what = `A ladder made ${quality.frames} frames of ${this.#frames}.`;
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
