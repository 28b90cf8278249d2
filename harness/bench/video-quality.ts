import { execa } from "execa";
import { systemTool } from "../tools/index.ts";

/** What an encoding is worth, and what it costs in bits. */
export interface VideoQuality {
  readonly frames: number;
  /** bit/s of the video, over all. */
  readonly rate: number;
  /** bit/s of the video in its largest second. */
  readonly peakRate: number;
  /** Of the luma, between 0 and 1. */
  readonly ssim: number;
  /** Of the luma, in dB. */
  readonly psnr: number;
  /** 0 to 100, by libvmaf's own model; where the ffmpeg that compares has libvmaf, as Debian's has not. */
  readonly vmaf?: number;
}

/** Variable that names an ffmpeg to compare videos with, where the system's has no libvmaf. */
export const comparingVariable = "HLS_CLOUD_COMPARING_FFMPEG";

/**
 * Compares a file with its source, scaled to the file's size as the ladder scales: what is measured is the encoder
 * alone. Frames are paired by their order.
 * @param frameRate of both
 */
export async function videoQuality(
  file: string,
  source: string,
  frameRate: number,
  signal: AbortSignal,
): Promise<VideoQuality> {
  const entries = ["-select_streams", "v:0", "-show_entries", "stream=width,height:packet=size", "-of", "json"];
  const probed = await execa(await systemTool("ffprobe"), ["-v", "error", ...entries, file], { cancelSignal: signal });
  const { streams, packets } = JSON.parse(probed.stdout) as Probed;
  const { width, height } = streams[0];
  const paired = `settb=1/${frameRate},setpts=N`;
  const ffmpeg = process.env[comparingVariable] ?? (await systemTool("ffmpeg"));
  const filters = ["ssim", "psnr", ...((await hasVmaf(ffmpeg)) ? ["libvmaf"] : [])];
  const labels = (what: string): string[] => filters.map((filter) => `[${what}-${filter}]`);
  const split = (what: string): string => `split=${filters.length}${labels(what).join("")}`;
  const graph = [
    `[0:v]${paired},${split("made")}`,
    `[1:v]scale=${width}:${height}:flags=bicubic,format=yuv420p,${paired},${split("source")}`,
    ...filters.map((filter) => `[made-${filter}][source-${filter}]${filter}=shortest=1[${filter}]`),
  ];
  const args = ["-nostdin", "-nostats", "-i", file, "-i", source, "-lavfi", graph.join(";")];
  const outputs = filters.flatMap((filter) => ["-map", `[${filter}]`, "-f", "null", "-"]);
  const { stderr } = await execa(ffmpeg, [...args, ...outputs], { cancelSignal: signal });
  const vmaf = /VMAF score: ([\d.]+)/.exec(stderr)?.[1];
  const sizes = packets.map(({ size }) => Number(size) * 8);
  const seconds = sizes.length / frameRate;
  return {
    frames: sizes.length,
    rate: sum(sizes) / seconds,
    peakRate: Math.max(...sizes.map((_, start) => sum(sizes.slice(start, start + frameRate)))),
    ssim: Number(/SSIM Y:([\d.]+)/.exec(stderr)?.[1]),
    psnr: Number(/PSNR y:([\d.]+)/.exec(stderr)?.[1]),
    ...(vmaf === undefined ? {} : { vmaf: Number(vmaf) }),
  };
}

const filterLists = new Map<string, Promise<string>>();

/** Asked once of each ffmpeg. */
async function hasVmaf(ffmpeg: string): Promise<boolean> {
  const filters = filterLists.get(ffmpeg) ?? execa(ffmpeg, ["-v", "error", "-filters"]).then(({ stdout }) => stdout);
  filterLists.set(ffmpeg, filters);
  return (await filters).includes(" libvmaf ");
}

interface Probed {
  readonly streams: readonly [{ readonly width: number; readonly height: number }];
  readonly packets: readonly { readonly size: string }[];
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0);
}
