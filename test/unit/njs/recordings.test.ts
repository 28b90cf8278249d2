import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { clip } from "../../../harness/stream/source.ts";
import {
  type FinishedRecording,
  finishedRecordings,
  recordingOfFile,
  secondsOfHead,
} from "../../../njs/finished-recordings.ts";
import { mergedRecordings } from "../../../njs/merged-recordings.ts";
import { temporaryFolder } from "../../temporary-folder.ts";

/** The first bytes of a film with its index in front. */
function head(seconds: number, { version = 0, timescale = 1000 } = {}): Buffer {
  const box = (type: string, ...content: Buffer[]): Buffer => {
    const bytes = Buffer.concat([Buffer.alloc(4), Buffer.from(type), ...content]);
    bytes.writeUInt32BE(bytes.length);
    return bytes;
  };
  const times = Buffer.alloc(version === 1 ? 28 : 16);
  times.writeUInt32BE(timescale, version === 1 ? 16 : 8);
  if (version === 1) times.writeBigUInt64BE(BigInt(seconds * timescale), 20);
  else times.writeUInt32BE(seconds * timescale, 12);
  const mvhd = box("mvhd", Buffer.from([version, 0, 0, 0]), times, Buffer.alloc(80));
  return Buffer.concat([box("ftyp", Buffer.from("isom\0\0\x02\0isomiso2avc1mp41")), box("moov", mvhd)]);
}

test("a film's first bytes say how long it is", () => {
  expect(secondsOfHead(head(12.5))).toBe(12.5);
  expect(secondsOfHead(head(90_000, { version: 1, timescale: 90_000 }))).toBe(90_000);
});

test("what is no film, is cut off, or has its index at the end says nothing", async () => {
  for (const bytes of [Buffer.alloc(0), Buffer.alloc(256), Buffer.from("FLV\x01"), head(1).subarray(0, 60)]) {
    expect(secondsOfHead(bytes)).toBeUndefined();
  }
  expect(secondsOfHead(head(1, { timescale: 0 }))).toBeUndefined();
  expect(secondsOfHead((await readFile(clip)).subarray(0, 256))).toBeUndefined();
});

test("a recording's file says whose it is and when it began", () => {
  expect(recordingOfFile("cam-1-20261125T130000Z.mp4")).toEqual({ name: "cam-1", at: "2026-11-25T13:00:00.000Z" });
  expect(recordingOfFile("cam-20261125T130000Z-2.mp4")).toEqual({ name: "cam", at: "2026-11-25T13:00:00.000Z" });
  for (const file of ["holiday.mp4", "cam-20261125T130000Z.flv", "cam-20261125T130000Z.mp4.part", ".mp4"]) {
    expect(recordingOfFile(file)).toBeUndefined();
  }
});

test("recordings are listed newest first, each in its stream's folder, whatever else lies there", async () => {
  // All of its bytes are ASCII, so that it may be text.
  const film = head(3, { timescale: 1 }).toString("latin1");
  const folder = await temporaryFolder({
    "recordings/cam/cam-20261125T130000Z.mp4": film,
    "recordings/cam/cam-20261126T130000Z.mp4": film,
    "recordings/cam/holiday.mp4": film,
    "recordings/cam/cam-20261127T130000Z.mp4": "no film",
    "recordings/cam/other-20261128T130000Z.mp4": film,
    "recordings/.hidden/.hidden-20261128T130000Z.mp4": film,
    "recordings/show/show-20261125T190000Z.mp4": film,
    "film.mp4": film,
  });
  const files = (limit: number, stream?: string) => finishedRecordings(folder, limit, stream).map(({ file }) => file);
  const expected = ["cam-20261126T130000Z.mp4", "show-20261125T190000Z.mp4", "cam-20261125T130000Z.mp4"];
  expect(files(10)).toEqual(expected);
  expect(files(2)).toEqual(expected.slice(0, 2));
  expect(files(10, "show")).toEqual(["show-20261125T190000Z.mp4"]);
  expect(files(10, "none")).toEqual([]);
  expect(finishedRecordings(folder, 1, "show")).toEqual([
    {
      name: "show",
      file: "show-20261125T190000Z.mp4",
      url: "vod/recordings/show/show-20261125T190000Z.mp4",
      seconds: 3,
      bytes: Buffer.byteLength(film),
      at: "2026-11-25T19:00:00.000Z",
    },
  ]);
  expect(finishedRecordings(`${folder}/missing`, 10)).toEqual([]);
});

test("recordings of several pods are one list, the newest first, and no longer than wanted", () => {
  const recording = (name: string, at: string): FinishedRecording => {
    const file = `${name}.mp4`;
    return { name, file, url: `vod/recordings/${name}/${file}`, seconds: 1, bytes: 1, at };
  };
  const day = (number: number) => `2026-11-0${number}T00:00:00.000Z`;
  const pods = [[recording("a", day(5)), recording("b", day(2))], [], [recording("c", day(3)), recording("d", day(2))]];
  const names = (limit: number) => mergedRecordings(pods, limit).map(({ name }) => name);
  expect(names(10)).toEqual(["a", "c", "d", "b"]);
  expect(names(2)).toEqual(["a", "c"]);
  expect(mergedRecordings([[], []], 10)).toEqual([]);
});
