import { expect, test } from "vitest";
import { scopeOfUrl } from "../../../harness/stream/playback-link.ts";
import { parsePlaybackKeys } from "../../../njs/playback-keys.ts";
import { isValidToken, scopesOf, signToken, splitPath } from "../../../njs/playback-token.ts";

const suffixes = ["_low", "_src"];
const key = "0123456789abcdef0123456789abcdef";

test.each([
  ["/hls/cam.m3u8", "cam"],
  ["/hls/cam_low.m3u8", "cam"],
  ["/hls/cam_low-1795460000123.ts", "cam"],
  ["/hls/cam-2_src-17.ts", "cam-2"],
  ["/hls/cam_low-1.m3u8", "cam_low-1"],
  ["/hls/cam_low-1_low-17.ts", "cam_low-1"],
  ["/dash/cam_src.mpd", "cam"],
  ["/dash/cam_src-init.m4v", "cam"],
  ["/dash/cam_src-1000.m4a", "cam"],
  ["/api/streams/cam", "cam"],
  ["/watch/cam", "cam"],
  ["/embed/cam", "cam"],
  ["/posters/cam.jpg", "cam"],
])("%s is opened by a token for the stream %s, or for everything", (path, stream) => {
  expect(scopesOf(path, suffixes)).toEqual([stream, "*"]);
});

test.each([
  "/",
  "/hls/",
  "/hls/cam.ts",
  "/hls/cam-17.ts",
  "/hls/_low-17.ts",
  "/hls/cam/x.ts",
  "/dash/cam.mpd",
  "/api/streams",
  "/api/streams/cam/record",
  "/metrics",
  "/watch/",
  "/new/cam",
])("%s is opened by a token for everything alone", (path) => {
  expect(scopesOf(path, suffixes)).toEqual(["*"]);
});

test("a film is opened by a token for it, for a folder above it, or for everything", () => {
  expect(scopesOf("/vod/a/b/c.mp4", suffixes)).toEqual(["vod/a/b/c.mp4", "vod/a/b/", "vod/a/", "vod/", "*"]);
  expect(scopesOf(`/vod/${"x/".repeat(1000)}film.mp4`, suffixes).length).toBeLessThan(12);
});

test("a path is parted from its token", () => {
  expect(splitPath("/s/1.x/hls/a.ts")).toEqual({ token: "1.x", path: "/hls/a.ts" });
  for (const path of ["/", "/s", "/s/", "/s/1.x", "/x/s/1.x/hls/a.ts"]) expect(splitPath(path)).toBeUndefined();
});

test("a token is valid for its scope, under any of the keys, until its end", () => {
  const token = signToken(1000, "cam", key);
  expect(isValidToken(token, ["cam", "*"], [key], 1000)).toBe(true);
  expect(isValidToken(token, ["cam"], ["x", key], 1000)).toBe(true);
  expect(isValidToken(token, ["cam"], [key], 1000.5)).toBe(false);
  expect(isValidToken(token, ["*"], [key], 0)).toBe(false);
  expect(isValidToken(token, ["cam"], ["x"], 0)).toBe(false);
  expect(isValidToken(token, ["cam"], [], 0)).toBe(false);
  expect(isValidToken(token.replace("1000.", "01000."), ["cam"], [key], 0)).toBe(false);
});

test("keys are lines", () => {
  expect(parsePlaybackKeys(`${key}\r\n\n  ${key}2\n`)).toEqual([key, `${key}2`]);
  for (const text of ["", "\n\n", "short", `${key}\nshort`]) expect(() => parsePlaybackKeys(text)).toThrow(/key/);
});

test("a link opens what its URL needs to the end, and no more", () => {
  expect(scopeOfUrl("https://a.example/hls/cam_low.m3u8", suffixes)).toBe("cam");
  expect(scopeOfUrl("/vod/a%20b/film.mp4", suffixes)).toBe("vod/a b/film.mp4");
  expect(scopeOfUrl("/vod/a/index.m3u8", suffixes)).toBe("vod/a/");
  expect(scopeOfUrl("/", suffixes)).toBe("*");
});
