/**
 * The recordings that are finished, the newest first. Names say when they began, so that only those that are told of
 * are opened.
 */
import fs from "fs";

export interface FinishedRecording {
  /** Name of the stream. */
  readonly name: string;
  readonly file: string;
  /** Relative to the service's root. */
  readonly url: string;
  readonly seconds: number;
  readonly bytes: number;
  /** When it began, as ISO 8601 in UTC. */
  readonly at: string;
}

const FOLDER = "recordings";
/** How a file's name tells its start. */
const TIME = "20261125T130000Z";
/** An MP4 with its index in front has its length in the first bytes: ftyp, and moov with mvhd. */
const HEAD_BYTES = 256;

/**
 * Finished recordings, the newest first.
 *
 * @param root folder of the VOD volume
 * @param limit how many at most
 * @param stream name of the one stream to look at; all of them when left out
 */
export function finishedRecordings(root: string, limit: number, stream?: string): FinishedRecording[] {
  const found: FinishedRecording[] = [];
  const files = newestFirst(root, stream);
  for (let n = 0; n < files.length && found.length < limit; n++) {
    const recording = describe(root, files[n] as string);
    if (recording) {
      found.push(recording);
    }
  }
  return found;
}

/** Seconds that an MP4 lasts, from its first bytes; undefined when they do not say so. */
export function secondsOfHead(head: Buffer): number | undefined {
  const moov = head.length > 8 ? head.readUInt32BE(0) : 0;
  const mvhd = moov + 8;
  if (moov < 8 || mvhd + 40 > head.length || typeAt(head, moov) !== "moov" || typeAt(head, mvhd) !== "mvhd") {
    return undefined;
  }
  // Version 1 has times of eight bytes: more than 2^32 units.
  const isLong = head[mvhd + 8] === 1;
  const timescale = head.readUInt32BE(mvhd + (isLong ? 28 : 20));
  const low = head.readUInt32BE(mvhd + (isLong ? 36 : 24));
  const high = isLong ? head.readUInt32BE(mvhd + 32) : 0;
  return timescale > 0 ? (high * 0x100000000 + low) / timescale : undefined;
}

/** Name and start of a recording's file; undefined for any other file. */
export function recordingOfFile(file: string): { name: string; at: string } | undefined {
  const parts = file.match(/^([A-Za-z0-9_-]+)-(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z(-\d+)?\.mp4$/);
  if (!parts) {
    return undefined;
  }
  const day = `${parts[2]}-${parts[3]}-${parts[4]}`;
  return { name: parts[1] as string, at: `${day}T${parts[5]}:${parts[6]}:${parts[7]}.000Z` };
}

/** Files that may be recordings. There may be thousands: nothing but their names is looked at, and sorted as text. */
function newestFirst(root: string, stream?: string): string[] {
  const files: string[] = [];
  const folders = stream === undefined ? namesIn(`${root}/${FOLDER}`) : [stream];
  folders.forEach((folder) => {
    const start = folder.length + 1;
    namesIn(`${root}/${FOLDER}/${folder}`).forEach((file) => {
      if (file.startsWith(folder)) {
        files.push(file.slice(start, start + TIME.length) + file);
      }
    });
  });
  return files
    .sort()
    .reverse()
    .map((file) => file.slice(TIME.length));
}

/** Undefined when the file is no recording, or gone by now. */
function describe(root: string, file: string): FinishedRecording | undefined {
  const recording = recordingOfFile(file);
  if (!recording) {
    return undefined;
  }
  const below = `${FOLDER}/${recording.name}/${file}`;
  try {
    const path = `${root}/${below}`;
    const length = secondsOfHead(headOf(path));
    if (length === undefined) {
      return undefined;
    }
    const seconds = Math.round(length * 1000) / 1000;
    const bytes = fs.statSync(path).size;
    return { name: recording.name, file, url: `vod/${below}`, seconds, bytes, at: recording.at };
  } catch (_) {
    return undefined;
  }
}

function headOf(path: string): Buffer {
  const head = Buffer.alloc(HEAD_BYTES);
  const fd = fs.openSync(path, "r");
  try {
    fs.readSync(fd, head, 0, HEAD_BYTES, 0);
  } finally {
    fs.closeSync(fd);
  }
  return head;
}

function typeAt(head: Buffer, offset: number): string {
  return head.slice(offset + 4, offset + 8).toString();
}

/** Names in a folder; none where there is no folder. */
function namesIn(folder: string): string[] {
  try {
    return fs.readdirSync(folder).filter((name) => !name.startsWith("."));
  } catch (_) {
    return [];
  }
}
