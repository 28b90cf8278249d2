import { expect, test } from "vitest";
import { liveRate } from "../../../web/player/live-rate.ts";

const limits = { faster: 0.05, slower: 0.05 };

test.each([
  ["as far behind as it is to be", { behind: 6, target: 6, buffered: 4 }, 1],
  ["a little nearer", { behind: 5.7, target: 6, buffered: 4 }, 1],
  ["a little further", { behind: 6.5, target: 6, buffered: 4 }, 1.05],
  ["further, with nothing to spare", { behind: 6.5, target: 6, buffered: 0.5 }, 1],
  ["too near, since its encoder was away", { behind: 5, target: 6, buffered: 2 }, 0.95],
  ["much too near", { behind: 3, target: 6, buffered: 1 }, 0.9],
  ["looking back", { behind: 30, target: 6, buffered: 20 }, 1],
])("a picture that is %s", (_, picture, rate) => {
  expect(liveRate(picture, limits)).toBe(rate);
});

test("who is to be near stays as near as he came", () => {
  expect(liveRate({ behind: 1, target: 2, buffered: 1 }, { faster: 0.1, slower: 0 })).toBe(1);
});
