import { link, mkdir, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";

/** Bytes of a segment: 2 s at 1.6 Mbit/s. */
const segmentBytes = 400_000;
/** Bytes of a packet of an MPEG transport stream (ISO/IEC 13818-1). */
const packetBytes = 188;
/** Segments of a playlist: 20 s. */
const playlistSegments = 10;

/** Paths that are asked for. */
export const segmentPath = "/hls/bench_src-1.ts";
export const playlistPath = "/hls/bench_src.m3u8";
/** One segment under many names, so that no cache has it. `%d` is a number below the count. */
export const coldPath = "/hls/bench_src-10%d.ts";
export const coldCount = 30_000;

/**
 * Writes the segments and the playlist that are asked for.
 * @param folder the one that has `hls`
 * @param cold whether to write those that are asked for once, too
 */
export async function writeObjects(folder: string, { cold = false } = {}): Promise<void> {
  const hls = join(folder, "hls");
  await mkdir(hls, { recursive: true });
  const segment = join(folder, segmentPath);
  await writeFile(segment, packets());
  await writeFile(join(folder, playlistPath), playlist());
  if (cold) {
    for (let number = 0; number < coldCount; number++)
      await link(segment, join(folder, coldPath.replace("%d", `${number}`)));
  }
  // nginx-rtmp's cleaner takes what is old.
  const tomorrow = Date.now() / 1000 + 24 * 3600;
  for (const path of [segmentPath, playlistPath]) await utimes(join(folder, path), tomorrow, tomorrow);
}

/** A segment in small pieces, as nginx-rtmp writes it: what was written at once lies in larger pages, and is sent faster. */
function* packets(): Generator<Buffer> {
  const packet = Buffer.alloc(packetBytes, "G");
  for (let written = 0; written < segmentBytes; written += packetBytes) {
    yield packet.subarray(0, Math.min(packetBytes, segmentBytes - written));
  }
}

/** As nginx-rtmp writes it. */
function playlist(): string {
  const head = "#EXTM3U\n#EXT-X-VERSION:3\n#EXT-X-MEDIA-SEQUENCE:1\n#EXT-X-TARGETDURATION:2\n";
  const segments = Array.from({ length: playlistSegments }, (_, n) => `#EXTINF:2.000,\nbench_src-${n + 1}.ts\n`);
  return head + segments.join("");
}
