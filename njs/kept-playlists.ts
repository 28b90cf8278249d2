/**
 * What viewers were told last, for the time in which the owner of a stream is away. Before an ingest pod tells of a new
 * segment, every other one keeps that playlist. So whatever delivery pod a viewer reaches, it has the one that he
 * knows.
 */
import fs from "fs";
import settings from "settings.js";
import { readText, remove, replaceText } from "./files.ts";
import { nextSequence } from "./playlist.ts";
import { playlistAnswer, sendPlaylist } from "./playlist-answer.ts";
import { bodyOf } from "./request-body.ts";

const KEPT = ".kept";
const TOLD = ".told";

/** Answers with a playlist of this pod, once the others have it. */
export async function servePlaylist(r: NginxHTTPRequest): Promise<void> {
  const answer = playlistAnswer(r);
  if (answer.status === 200 && answer.isMedia) {
    await tellOnce(r, fileOf(r), answer.text);
  }
  sendPlaylist(r, answer.status, answer.text);
}

/** Another pod is about to tell viewers of this playlist. */
export function keepPlaylist(r: NginxHTTPRequest): void {
  const text = bodyOf(r);
  if (r.method !== "POST" || !isPlaylist(text)) {
    r.return(400, "POST with a media playlist\n");
    return;
  }
  replaceText(pathOf(fileOf(r), KEPT), text);
  r.return(204);
}

/** Answers with what another pod told last, for as long as a playlist lives. */
export function serveKept(r: NginxHTTPRequest): void {
  const path = pathOf(fileOf(r), KEPT);
  const text = readText(path);
  if (text === undefined || isOld(path, Date.now())) {
    r.return(404);
    return;
  }
  sendPlaylist(r, 200, text);
}

/** Forgets what nobody can be told any more. */
export function forgetOldPlaylists(now: number): void {
  fs.readdirSync(settings.runPath)
    .filter((file) => file.endsWith(KEPT) || file.endsWith(TOLD))
    .map((file) => `${settings.runPath}/${file}`)
    .filter((path) => isOld(path, now))
    .forEach((path) => {
      remove(path);
    });
}

/** Whether a file is older than a playlist lives. */
function isOld(path: string, now: number): boolean {
  return now - fs.statSync(path).mtimeMs > settings.playlistSeconds * 1000;
}

/** A pod that does not hear it at once is away itself: viewers do not wait for it. */
async function tellOnce(r: NginxHTTPRequest, file: string, text: string): Promise<void> {
  if (settings.peers.length === 0) {
    return;
  }
  const next = String(nextSequence(text));
  const told = pathOf(file, TOLD);
  if (readText(told) === next) {
    return;
  }
  await Promise.all(
    settings.peers.map((_, ordinal) =>
      r.subrequest(`/internal/keep/${ordinal}/${file}`, { method: "POST", body: text }),
    ),
  );
  replaceText(told, next);
}

/** Tags, and segments beside the playlist: nothing that would lead a player elsewhere. */
function isPlaylist(text: string): boolean {
  const lines = text.split("\n");
  return (
    lines[0] === "#EXTM3U" && lines.slice(1).every((line) => /^(#EXT[A-Z0-9:.,=-]*|[A-Za-z0-9_-]+\.ts|)$/.test(line))
  );
}

function fileOf(r: NginxHTTPRequest): string {
  return r.uri.slice(r.uri.lastIndexOf("/") + 1);
}

function pathOf(file: string, suffix: string): string {
  return `${settings.runPath}/${file}${suffix}`;
}
