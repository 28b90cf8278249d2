/** Numbers as people read them. */
import type { Rendition, Stream } from "./streams-api.ts";

/** `35 s`, `12 min`, `3 h 05 min`. */
export function duration(seconds: number): string {
  const minutes = Math.floor(seconds / 60);
  if (minutes === 0) return `${Math.max(0, Math.floor(seconds))} s`;
  if (minutes < 60) return `${minutes} min`;
  return `${Math.floor(minutes / 60)} h ${String(minutes % 60).padStart(2, "0")} min`;
}

/** `380 kbit/s`, `2.5 Mbit/s`. */
export function bitrate(bits: number): string {
  if (bits < 1_000_000) return `${Math.round(bits / 1000)} kbit/s`;
  return `${(bits / 1_000_000).toFixed(1)} Mbit/s`;
}

/** `12 MB`, `4.2 GB`. */
export function size(bytes: number): string {
  if (bytes < 1e9) return `${Math.max(1, Math.round(bytes / 1e6))} MB`;
  return `${(bytes / 1e9).toFixed(1)} GB`;
}

/** `no viewers`, `1 viewer`, `3 viewers`. */
export function viewers(count: number): string {
  if (count === 0) return "no viewers";
  return count === 1 ? "1 viewer" : `${count} viewers`;
}

/** `270p low`: a rendition by its height and its name. */
export function rendition({ name, height }: Pick<Rendition, "name" | "height">): string {
  return `${height}p ${name}`;
}

/** What a state is called. */
export const states: Readonly<Record<Stream["state"] | "ended", string>> = {
  starting: "Starting",
  live: "Live",
  stalled: "Stalled",
  ended: "Ended",
};

/** `H264 High, 1280×720, 25 frames/s`; what comes in, as far as it is known. */
export function source({ video, audio }: Stream["ingest"]): string {
  const parts: string[] = [];
  if (video) parts.push([video.codec, video.profile].filter(Boolean).join(" "), `${video.width}×${video.height}`);
  if (video?.frameRate) parts.push(`${Math.round(video.frameRate * 100) / 100} frames/s`);
  if (audio) parts.push(audio.codec);
  return parts.join(", ") || "unknown";
}
