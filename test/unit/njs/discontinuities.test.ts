import { expect, test } from "vitest";
import { nextDiscontinuities, withDiscontinuitySequence } from "../../../njs/discontinuities.ts";
import { parsePlaylist } from "../../../njs/playlist.ts";

/** A window of four segments, with discontinuities before some. */
function windowAt(sequence: number, discontinuities: readonly number[]): string {
  const segments = [0, 1, 2, 3].map((index) => {
    const tag = discontinuities.includes(sequence + index) ? "#EXT-X-DISCONTINUITY\n" : "";
    return `${tag}#EXTINF:1.000,\ncam_low-${sequence + index}.ts\n`;
  });
  return `#EXTM3U\n#EXT-X-VERSION:3\n#EXT-X-MEDIA-SEQUENCE:${sequence}\n#EXT-X-TARGETDURATION:1\n${segments.join("")}`;
}

function declared(text: string): number {
  return Number(/^#EXT-X-DISCONTINUITY-SEQUENCE:(\d+)$/m.exec(text)?.[1]);
}

test("a discontinuity counts from the moment its segment leaves the window", () => {
  const numbers = [10, 12];
  let known = { base: 500, numbers: [] as readonly number[] };
  const seen: number[] = [];
  for (let sequence = 8; sequence <= 14; sequence++) {
    const text = windowAt(sequence, numbers);
    known = nextDiscontinuities(known, parsePlaylist(text));
    seen.push(declared(withDiscontinuitySequence(text, known)));
  }
  expect(seen).toEqual([500, 500, 500, 501, 501, 502, 502]);
});

test("a playlist that is read a little later than it was remembered is numbered as before", () => {
  const known = nextDiscontinuities({ base: 0, numbers: [] }, parsePlaylist(windowAt(20, [21])));
  const later = nextDiscontinuities(known, parsePlaylist(windowAt(23, [])));
  expect(declared(withDiscontinuitySequence(windowAt(20, [21]), later))).toBe(0);
  expect(declared(withDiscontinuitySequence(windowAt(22, []), known))).toBe(1);
});

test("what left the window long ago is only counted", () => {
  const known = { base: 7, numbers: [3, 4, 950] };
  expect(nextDiscontinuities(known, parsePlaylist(windowAt(1000, [])))).toEqual({ base: 9, numbers: [950] });
});
