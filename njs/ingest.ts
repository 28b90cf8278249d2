/** What nginx of the ingest tier runs: nginx-rtmp's callbacks, the question of another pod, the readiness probe. */
import settings from "settings.js";
import { acceptClaim, type Claim, claimedNames, dropClaim, holdsClaim, settleClaim, takeClaim } from "./claims.ts";
import { readDiscontinuities, rememberDiscontinuities } from "./discontinuities.ts";
import { drainEnd, drainRefusal } from "./drain.ts";
import { readText, remove, replaceText } from "./files.ts";
import { excessiveRate, keepSamples, type Sample } from "./limits.ts";
import { forgetLostPlaylists, type MasterState, masterPath, playlistPath, writeMaster } from "./master.ts";
import { nameRefusal } from "./names.ts";
import { currentStreams } from "./nginx-rtmp.ts";
import {
  confirmHandover,
  forgetReleased,
  type Release,
  releaseByPeers,
  releaseHere,
  releaseToPeer,
  tellPeers,
} from "./ownership.ts";
import { nextSequence, seedPlaylist, sequenceFromClock } from "./playlist.ts";
import { endLostRecordings, forgetRecording, recordingFault, takeOrder, updateRecording } from "./recording.ts";
import { findStream } from "./statistics.ts";
import { forgetOldStretches, rememberStretch, stretchFromClock } from "./stretches.ts";

/** What a stream's update leaves for the next one. */
interface StreamState {
  readonly samples: readonly Sample[];
  readonly master: MasterState;
}

/** nginx-rtmp asks whether a publisher may have its name: 204 or 403. */
async function publish(r: NginxHTTPRequest): Promise<void> {
  const fields = formFields(bodyOf(r));
  const name = fields["name"] || "";
  const refusal = await refusalOf(r, name).catch((error) => `it failed here: ${error}`);
  if (refusal !== "") {
    // What the name holds is the publisher's; quoted, it cannot forge a line of the log.
    r.error(`refused publisher ${fields["addr"]} of stream ${JSON.stringify(name)}: ${refusal}`);
    r.return(403);
    return;
  }
  r.warn(`accepted publisher ${fields["addr"]} of stream ${name}`);
  r.return(204);
}

/** Why a publisher is refused; empty when it is accepted, with all made ready for its segments. */
async function refusalOf(r: NginxHTTPRequest, name: string): Promise<string> {
  const early = nameRefusal(name) || drainRefusal();
  if (early !== "") {
    return early;
  }
  const claim = takeClaim(name);
  if (!claim) {
    return "another publisher of it is being accepted";
  }
  let refusal = "it failed here";
  try {
    refusal = await refusalOfClaim(r, claim);
  } finally {
    if (refusal !== "" && holdsClaim(claim)) {
      dropClaim(name);
    }
  }
  return refusal;
}

async function refusalOfClaim(r: NginxHTTPRequest, claim: Claim): Promise<string> {
  const name = claim.name;
  if (await isFull(r, name)) {
    return `this pod has its ${settings.maxStreams} streams (ingest.maxStreams)`;
  }
  const releases = await Promise.all([releaseHere(r, name), releaseByPeers(r, name, claim.id)]);
  const all = [releases[0]].concat(releases[1]);
  const kept = all.find((release) => release.refusal !== "");
  if (kept) {
    return kept.refusal;
  }
  if (!holdsClaim(claim)) {
    return "an older claim in another pod took it";
  }
  // It may have begun while the others were asked.
  const drain = drainRefusal();
  if (drain !== "") {
    return drain;
  }
  forgetLostPlaylists();
  forgetOldStretches(Date.now());
  seedPlaylists(name, all);
  remove(statePath(name));
  endLostRecordings(name);
  acceptClaim(claim);
  if (!settings.sharedStorage) {
    await confirmHandover(r, name);
  }
  return "";
}

/** Whether this pod has as many other streams as it takes. */
async function isFull(r: NginxHTTPRequest, name: string): Promise<boolean> {
  const streams = await currentStreams(r);
  const others = claimedNames();
  streams.live.forEach((stream) => {
    if (stream.publishing && others.indexOf(stream.name) < 0) {
      others.push(stream.name);
    }
  });
  return others.filter((other) => other !== name).length >= settings.maxStreams;
}

/**
 * Puts down, for every rendition, a playlist that nginx-rtmp goes on from: the newest that a pod handed over, or one
 * without segments whose number comes from the clock. Numbers only grow, on whatever pod the stream lives.
 */
function seedPlaylists(name: string, releases: readonly Release[]): void {
  const now = Date.now();
  const seed = seedPlaylist(sequenceFromClock(now), settings.fragmentSeconds);
  const stretch = releases.reduce((most, release) => Math.max(most, release.stretch || 0), stretchFromClock(now));
  settings.renditions.forEach((rendition) => {
    const path = playlistPath(name, rendition.suffix);
    const here = readText(path);
    let newest = here;
    let known = here === undefined ? undefined : readDiscontinuities(path);
    releases.forEach((release) => {
      const text = release.playlists[rendition.name];
      if (text !== undefined && (newest === undefined || nextSequence(text) > nextSequence(newest))) {
        newest = text;
        known = release.discontinuities?.[rendition.name];
      }
    });
    if (newest === undefined) {
      newest = seed;
    }
    if (newest !== here) {
      replaceText(path, newest);
    }
    rememberDiscontinuities(path, newest, known || { base: stretch, numbers: [] });
  });
  if (readText(playlistPath(name, settings.renditions[0]?.suffix || "")) === seed) {
    remove(masterPath(name));
  }
}

/**
 * nginx-rtmp tells each second that a publisher is still there. Anything but a 2xx would end it, so that a fault of
 * this handler is logged and forgiven.
 */
async function update(r: NginxHTTPRequest): Promise<void> {
  const fields = formFields(bodyOf(r));
  const name = fields["name"] || "";
  let reason = "";
  if (fields["call"] === "update_publish") {
    try {
      reason = drainEnd() || (await updateStream(r, name));
    } catch (error) {
      r.error(`update of stream ${name} failed: ${error}`);
    }
    await updateRecording(r, name).catch((error) => r.error(`recording of stream ${name} failed: ${error}`));
  }
  if (reason !== "") {
    r.error(`dropped publisher ${fields["addr"]} of stream ${name}: ${reason}`);
  }
  r.return(reason === "" ? 204 : 403);
}

/** Renews a stream's master playlist. Returns why its publisher is to be dropped; empty when it may stay. */
async function updateStream(r: NginxHTTPRequest, name: string): Promise<string> {
  const streams = await currentStreams(r);
  const live = findStream(streams.live, name);
  if (!live) {
    return "";
  }
  const text = readText(statePath(name));
  const before: StreamState = text === undefined ? { samples: [], master: { peaks: {} } } : JSON.parse(text);
  settleClaim(name);
  const samples = keepSamples(before.samples, { at: Date.now(), bytes: live.bytesIn });
  const master = writeMaster(name, streams.show, before.master);
  await rememberPlaylists(r, name);
  replaceText(statePath(name), JSON.stringify({ samples, master }));
  return excessOf(samples);
}

/** Why a publisher that sends too much is to be dropped; empty when it does not. */
function excessOf(samples: readonly Sample[]): string {
  const excess = excessiveRate(samples, settings.toleratedBitrate);
  if (excess === 0) {
    return "";
  }
  const allowed = settings.maxBitrate / 1000;
  return `it sends ${Math.round(excess / 1000)} kbit/s, the ladder allows ${allowed} (ladder[].maxBitrate)`;
}

/** Remembers the discontinuities of a stream's playlists before they leave the window, here and in the other pods. */
async function rememberPlaylists(r: NginxHTTPRequest, name: string): Promise<void> {
  let stretch = 0;
  settings.renditions.forEach((rendition) => {
    const path = playlistPath(name, rendition.suffix);
    const text = readText(path);
    const known = readDiscontinuities(path);
    if (text !== undefined && known) {
      stretch = Math.max(stretch, rememberDiscontinuities(path, text, known));
    }
  });
  if (rememberStretch(name, stretch, Date.now())) {
    await tellPeers(r, name, stretch);
  }
}

/** nginx-rtmp tells that a publisher is gone. Its playlists stay for the viewers until they expire. */
function done(r: NginxHTTPRequest): void {
  const name = formFields(bodyOf(r))["name"] || "";
  if (nameRefusal(name) === "") {
    remove(statePath(name));
    forgetRecording(name);
  }
  r.return(204);
}

/** Another ingest pod asks for a name on behalf of its publisher. */
async function release(r: NginxHTTPRequest): Promise<void> {
  const name = r.args["name"] || "";
  if (r.method !== "POST" || nameRefusal(name) !== "") {
    r.return(400, "POST with the name of a stream\n");
    return;
  }
  try {
    const answer = await releaseToPeer(r, name, r.args["claim"] || "");
    r.headersOut["Content-Type"] = "application/json";
    r.return(200, JSON.stringify(answer));
  } catch (error) {
    r.error(`release of stream ${name} failed: ${error}`);
    r.return(500);
  }
}

/** The new owner of a stream has what this pod handed over. */
async function forget(r: NginxHTTPRequest): Promise<void> {
  const name = r.args["name"] || "";
  if (r.method !== "POST" || nameRefusal(name) !== "") {
    r.return(400, "POST with the name of a stream\n");
    return;
  }
  await forgetReleased(r, name);
  r.return(204);
}

/** The pod that has a stream tells how many discontinuities there were. */
function remember(r: NginxHTTPRequest): void {
  const name = r.args["name"] || "";
  const stretch = Number(r.args["stretch"]);
  if (r.method !== "POST" || nameRefusal(name) !== "" || !(stretch > 0)) {
    r.return(400, "POST with the name of a stream and its stretch\n");
    return;
  }
  rememberStretch(name, stretch, Date.now());
  r.return(204);
}

/** Somebody of this pod orders the recording of a stream, on whatever pod it is. */
function record(r: NginxHTTPRequest): void {
  const refusal = r.method === "POST" ? takeOrder(r.args["name"] || "", r.args["order"] || "") : "POST an order";
  r.return(refusal === "" ? 204 : 400, refusal === "" ? "" : `${refusal}\n`);
}

/** Ready means that publishers are taken and segments can be written. */
function ready(r: NginxHTTPRequest): void {
  const drain = drainRefusal();
  if (drain !== "") {
    r.return(503, `${drain}\n`);
    return;
  }
  const fault = recordingFault();
  if (fault !== "") {
    r.error(`not ready: ${fault}`);
    r.return(503, "the VOD volume cannot be written, and recordings go there\n");
    return;
  }
  const probe = `${settings.hlsPath}/.ready-${r.variables["hostname"]}`;
  try {
    replaceText(probe, "");
    remove(probe);
    r.return(200, "ok\n");
  } catch (error) {
    r.error(`not ready: ${settings.hlsPath} cannot be written: ${error}`);
    r.return(503, "the media folder cannot be written\n");
  }
}

/** njs 0.7.9 warns of its own deprecated field when the body is read as text. */
function bodyOf(r: NginxHTTPRequest): string {
  return r.requestBuffer ? r.requestBuffer.toString() : "";
}

function statePath(name: string): string {
  return `${settings.runPath}/${name}.state`;
}

/**
 * Fields of a form. The first of a name counts: nginx-rtmp puts its own fields first and the publisher's arguments,
 * as they were sent, last.
 */
function formFields(body: string): Record<string, string> {
  const fields: Record<string, string> = {};
  body.split("&").forEach((pair) => {
    const equals = pair.indexOf("=");
    const key = equals < 0 ? pair : pair.slice(0, equals);
    if (fields[key] === undefined) {
      fields[key] = equals < 0 ? "" : decoded(pair.slice(equals + 1));
    }
  });
  return fields;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch (_) {
    return text;
  }
}

export default { publish, update, done, release, forget, remember, record, ready };
