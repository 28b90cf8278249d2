import { expect, test } from "vitest";
import { nextSequence, parsePlaylist, seedPlaylist, sequenceFromClock } from "../../../njs/playlist.ts";

const text = `#EXTM3U
#EXT-X-VERSION:3
#EXT-X-MEDIA-SEQUENCE:7
#EXT-X-TARGETDURATION:2
#EXT-X-DISCONTINUITY
#EXTINF:2.000,
cam_low-100.ts
#EXTINF:1.960,
cam_low-102.ts
`;

test("a playlist is read with its numbers and durations", () => {
  expect(parsePlaylist(text)).toEqual({
    sequence: 7,
    segments: [
      { file: "cam_low-100.ts", duration: 2, discontinuity: true },
      { file: "cam_low-102.ts", duration: 1.96, discontinuity: false },
    ],
  });
  expect(nextSequence(text)).toBe(9);
});

test("a seed has no segment and the number that was asked for", () => {
  expect(nextSequence(seedPlaylist(1234, 1.5))).toBe(1234);
  expect(seedPlaylist(1234, 1.5)).toContain("#EXT-X-TARGETDURATION:2\n");
});

test("numbers from the clock outrun fragments of one second, and fit 32 bits until 2059", () => {
  const now = Date.UTC(2026, 6, 1);
  expect(sequenceFromClock(now + 10_000) - sequenceFromClock(now)).toBe(20);
  expect(sequenceFromClock(Date.UTC(2059, 0, 1))).toBeLessThan(2 ** 31);
});
