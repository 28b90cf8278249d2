import { describe, expect, it } from "vitest";
import { PlaylistHistory } from "../../../harness/stream/playlist-history.ts";
import type { MediaPlaylist } from "../../../harness/stream/playlists.ts";

/** A playlist of segments called as given. */
function playlist(sequence: number, ...names: readonly string[]): MediaPlaylist {
  const segments = names.map((name, index) => ({
    number: sequence + index,
    url: `http://127.0.0.1/hls/${name}.ts`,
    duration: 1,
    discontinuity: name.endsWith("!"),
    timeline: 0,
  }));
  return { sequence, targetDuration: 1, segments };
}

/** The problems after snapshots of several playlists. */
function problems(...playlists: readonly MediaPlaylist[]): readonly string[] {
  const history = new PlaylistHistory("low");
  for (const each of playlists) history.see(each);
  return history.problems;
}

describe("what a playlist promised", () => {
  it("holds while the window moves on, also past an empty one", () => {
    expect(problems(playlist(5, "a", "b"), playlist(6, "b", "c!"), playlist(7), playlist(8, "d"))).toEqual([]);
  });

  it("is broken by a MEDIA-SEQUENCE that goes back, reported once", () => {
    const back = [playlist(5, "a", "b"), playlist(3, "x")];
    expect(problems(...back, ...back)).toContain("low: MEDIA-SEQUENCE went back from 5 to 3");
    expect(problems(...back, ...back).filter((text) => text.includes("SEQUENCE"))).toHaveLength(1);
  });

  it("is not broken by a pod that had cached the playlist before, for that long", () => {
    const history = new PlaylistHistory("low", 500);
    history.see(playlist(5, "a", "b"), 1000);
    history.see(playlist(6, "b", "c"), 2000);
    history.see(playlist(5, "a", "b"), 2499);
    expect(history.problems).toEqual([]);
    history.see(playlist(5, "a", "b"), 2500);
    expect(history.problems).toEqual([
      "low: MEDIA-SEQUENCE went back from 6 to 5",
      "low: its last segment went back from number 7",
    ]);
  });

  it("is broken by a segment's name that comes again", () => {
    const words = "low: /hls/a.ts was number 5 and is 7";
    expect(problems(playlist(5, "a", "b"), playlist(7, "a"))).toEqual([words]);
  });

  it("is broken by a number that gets another segment", () => {
    const words = "low: number 6 was /hls/b.ts and is /hls/c.ts";
    expect(problems(playlist(5, "a", "b"), playlist(5, "a", "c"))).toEqual([words]);
  });

  it("is broken by segments that are taken back", () => {
    const words = "low: its last segment went back from number 7";
    expect(problems(playlist(5, "a", "b", "c"), playlist(5, "a", "b"))).toEqual([words]);
  });

  it("tells whether something new came, and counts what does not go on", () => {
    const history = new PlaylistHistory("low");
    expect([playlist(5, "a"), playlist(5, "a"), playlist(5, "a", "b!")].map((each) => history.see(each))).toEqual([
      true,
      false,
      true,
    ]);
    expect(history.lastNumber).toBe(6);
    expect(history.discontinuities).toBe(1);
  });
});
