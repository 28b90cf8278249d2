import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { execa } from "execa";
import { waitFor } from "../../../harness/core/index.ts";
import type { LocalService, LocalServiceOptions } from "../../../harness/local/index.ts";
import { fetchOk } from "../../../harness/stream/index.ts";
import { systemTool } from "../../../harness/tools/index.ts";
import { startDuringTest } from "./streams.ts";

/** Copies alone, so that the recorder is what is tested and not the encoder. */
const recorded = [
  ...["ladder[0].name=src", "ladder[0].copy=true", "ladder[0].maxBitrate=3000k", "hls.fragment=1"],
  ...["ingest.maxStreams=4", "vod.enabled=true", "vod.existingClaim=videos", "recording.enabled=true"],
];

/** One recording in the answer of /api/recordings. */
export interface Recording {
  readonly name: string;
  readonly file: string;
  readonly url: string;
  readonly seconds: number;
  readonly bytes: number;
  readonly at: string;
}

/** What has recordings: a release with one volume, or one of its pods with its own. */
type Volume = Pick<LocalService, "vodFolder">;

/** Starts a service that records, until the test ends. */
export function startRecordingService({ set = [], ...options }: LocalServiceOptions = {}): Promise<LocalService> {
  return startDuringTest({ ...options, set: [...recorded, ...set] });
}

/** The recordings that delivery lists. */
export async function listRecordings(service: LocalService, query = ""): Promise<Recording[]> {
  const response = await fetchOk(`${service.deliveryUrl}/api/recordings${query}`);
  return ((await response.json()) as { recordings: Recording[] }).recordings;
}

/** Waits until a stream has so many finished recordings, and returns them. */
export function waitForRecordings(
  service: LocalService,
  stream: string,
  count = 1,
  seconds = 30,
): Promise<Recording[]> {
  return waitFor(`${count} recordings of ${stream}`, { seconds }, async () => {
    const found = await listRecordings(service, `?stream=${stream}`);
    if (found.length !== count) throw new Error(`there are ${JSON.stringify(found)}`);
    return found;
  });
}

/** Path of a finished recording's file. */
export function recordingPath({ vodFolder }: Volume, { url }: Recording): string {
  return join(vodFolder, url.replace(/^vod\//, ""));
}

/** Every file below the volume's folder of what is not finished. */
export async function unfinished({ vodFolder }: Volume): Promise<string[]> {
  const folder = join(vodFolder, ".recording");
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}

/**
 * Waits until a recorder has written so many bytes of a stream, and returns the file. It lies in its pod's folder
 * itself.
 */
export function waitForRecorder(volume: Volume, stream: string, bytes = 100_000): Promise<string> {
  return waitFor(`the recording of ${stream}`, { seconds: 30 }, async () => {
    const files = (await unfinished(volume)).filter((file) =>
      new RegExp(`/ingest-pod-\\d/${stream}-\\d+\\.flv$`).test(file),
    );
    const sizes = await Promise.all(files.map(async (file) => ({ file, size: (await stat(file)).size })));
    const found = sizes.find(({ size }) => size >= bytes);
    if (!found) throw new Error(`there are ${JSON.stringify(sizes)}`);
    return found.file;
  });
}

/** Decodes a file or URL whole, from a second on, so that what cannot be played or sought is an error. */
export async function decode(input: string, from = 0): Promise<void> {
  const args = ["-nostdin", "-v", "error", "-xerror", "-ss", String(from), "-i", input, "-f", "null", "-"];
  const { stderr } = await execa(await systemTool("ffmpeg"), args);
  if (stderr !== "") throw new Error(`${input} does not play: ${stderr}`);
}

/** Hashes of the video's packets, in their order. */
export async function packetHashes(input: string): Promise<string[]> {
  const entries = ["-select_streams", "v", "-show_packets", "-show_data_hash", "md5"];
  const args = ["-v", "error", ...entries, "-show_entries", "packet=data_hash", "-of", "csv=p=0", input];
  const { stdout } = await execa(await systemTool("ffprobe"), args);
  return stdout.split("\n").filter(Boolean);
}

/** Makes an FLV, as the recorder writes it, of a source that is repeated. */
export async function makeFlv(source: string, path: string, loops: number): Promise<void> {
  const args = ["-nostdin", "-v", "error", "-y", "-stream_loop", String(loops - 1), "-i", source, "-c", "copy"];
  await execa(await systemTool("ffmpeg"), [...args, "-f", "flv", "-flvflags", "no_duration_filesize", path]);
}
