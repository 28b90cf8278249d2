import { link, mkdir, open, utimes, writeFile } from "node:fs/promises";
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
 * Writes the segment and the playlist that are asked for.
 * @param folder the one that gets `hls`
 */
export async function writeObjects(folder: string): Promise<void> {
  await mkdir(join(folder, "hls"), { recursive: true });
  const segment = await open(join(folder, segmentPath), "w");
  for (const piece of packets()) await segment.write(piece);
  await segment.close();
  await writeFile(join(folder, playlistPath), playlist());
  // nginx-rtmp's cleaner takes what is old.
  const tomorrow = Date.now() / 1000 + 24 * 3600;
  for (const path of [segmentPath, playlistPath]) await utimes(join(folder, path), tomorrow, tomorrow);
}

/**
 * Puts the same objects into another folder. They are the same files: how one lies in memory decides how fast it is
 * sent, by up to a fourth.
 * @param cold whether those that are asked for once are wanted, too
 */
export async function linkObjects(from: string, to: string, { cold = false } = {}): Promise<void> {
  await mkdir(join(to, "hls"), { recursive: true });
  for (const path of [segmentPath, playlistPath]) await link(join(from, path), join(to, path));
  if (!cold) return;
  for (let number = 0; number < coldCount; number++) {
    await link(join(from, segmentPath), join(to, coldPath.replace("%d", `${number}`)));
  }
}

/**
 * A segment in small pieces, as nginx-rtmp writes it: what was written at once lies in larger pages, and is sent
 * faster.
 */
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
