import { expect, test } from "vitest";
import { mergedStreams } from "../../../njs/merged-streams.ts";
import type { PublishedStream } from "../../../njs/published-stream.ts";

function stream(name: string, since: number, bitrate: number): PublishedStream {
  const ingest = { bitrate, video: null, audio: null };
  return { name, state: "live", since, uptimeSeconds: 1, ingest, renditions: [], segmentAgeSeconds: null };
}

test("streams of several pods are one list, by name", () => {
  const merged = mergedStreams([[stream("b", 1, 1), stream("d", 1, 1)], [], [stream("c", 1, 1), stream("a", 1, 1)]]);
  expect(merged.map(({ name }) => name)).toEqual(["a", "b", "c", "d"]);
});

test("of two pods that list a stream, the one whose publisher sends is taken, whatever came first", () => {
  const silent = stream("cam", 2, 0);
  const sending = stream("cam", 1, 5);
  expect(mergedStreams([[silent], [sending]])).toEqual([sending]);
  expect(mergedStreams([[sending], [silent]])).toEqual([sending]);
});

test("of two publishers that both send, the later one is taken", () => {
  const older = stream("cam", 1, 5);
  const newer = stream("cam", 2, 5);
  expect(mergedStreams([[older], [newer]])).toEqual([newer]);
  expect(mergedStreams([[newer], [older]])).toEqual([newer]);
});

test("a stream may have a name that every object knows", () => {
  const names = ["__proto__", "constructor", "toString"];
  const merged = mergedStreams([names.map((name) => stream(name, 1, 1))]);
  expect(merged.map(({ name }) => name)).toEqual(names);
});
