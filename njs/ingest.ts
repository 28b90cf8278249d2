/** What nginx of the ingest tier runs: nginx-rtmp's callbacks, the question of another pod, the readiness probe. */
import settings from "settings.js";
import { endForAdmin, recordForAdmin } from "./admin-orders.ts";
import { acceptClaim, type Claim, claimedNames, dropClaim, holdsClaim, settleClaim, takeClaim } from "./claims.ts";
import { readDiscontinuities, rememberDiscontinuities } from "./discontinuities.ts";
import { drainEnd, drainRefusal } from "./drain.ts";
import { CONTENT_TYPE, exposition } from "./exposition.ts";
import { readText, remove, replaceText } from "./files.ts";
import { type FormFields, formFields } from "./form.ts";
import { ingestMetrics } from "./ingest-metrics.ts";
import { forgetOldPlaylists, keepPlaylist, serveKept, servePlaylist } from "./kept-playlists.ts";
import { excessiveRate, keepSamples, type Sample } from "./limits.ts";
import { forgetLostPlaylists, masterPath, playlistPath, writeMaster } from "./master.ts";
import { nameRefusal } from "./names.ts";
import { currentStreams, pause } from "./nginx-rtmp.ts";
import {
  confirmHandover,
  forgetReleased,
  learnFromPeers,
  type Release,
  releaseByPeers,
  releaseHere,
  releaseToPeer,
  tellPeers,
} from "./ownership.ts";
import { nextSequence, seedPlaylist, sequenceFromClock } from "./playlist.ts";
import { answerOwnRecordings } from "./pod-recordings.ts";
import { removeLostPosters, removePoster } from "./posters.ts";
import { keyRefusal, serviceRefusal } from "./publish-access.ts";
import { publishedStreams } from "./published-streams.ts";
import { countPublisher } from "./publisher-counts.ts";
import { endLostRecordings, forgetRecording, recordingFault, takeOrder, updateRecording } from "./recording.ts";
import { lookAtRendition, type RenditionLook } from "./rendition-looks.ts";
import { withoutSuffix } from "./rendition-names.ts";
import { bodyOf } from "./request-body.ts";
import { findStream } from "./statistics.ts";
import { beginState, changeState, forgetState, readState, type StreamState } from "./stream-state.ts";
import { forgetOldStretches, knownStretches, rememberStretch, stretchFromClock } from "./stretches.ts";

/** Discontinuities that a pod may have died with before it told of them: it looks once a second. */
const UNTOLD = 5;

/** Milliseconds in which ffmpeg has ended, once its renditions have. */
const LAST_POSTER = 2000;

/** nginx-rtmp asks whether a publisher may have its name: 204 or 403. */
async function publish(r: NginxHTTPRequest): Promise<void> {
  const fields = formFields(bodyOf(r));
  const name = fields["name"] || "";
  const refusal = await refusalOf(r, name, fields).catch((error) => `it failed here: ${error}`);
  if (refusal !== "") {
    r.error(`refused publisher ${fields["addr"]} of stream ${loggedName(name)}: ${refusal}`);
    countPublisher("refused");
    r.return(403);
    return;
  }
  countPublisher("accepted");
  r.warn(`accepted publisher ${fields["addr"]} of stream ${name}`);
  r.return(204);
}

/**
 * A refused name as the log has it: what it holds is the publisher's. It is cut where it stops being one, since a key
 * may have been put there by mistake, and cannot forge a line.
 */
function loggedName(name: string): string {
  const legal = name.replace(/[^A-Za-z0-9_-][\s\S]*$/, "");
  return legal === name ? `"${name}"` : `"${legal}..."`;
}

/** Why a publisher is refused; empty when it is accepted, with all made ready for its segments. */
async function refusalOf(r: NginxHTTPRequest, name: string, fields: FormFields): Promise<string> {
  const early =
    nameRefusal(name) || keyRefusal(name, fields["key"]) || drainRefusal() || (await serviceRefusal(r, fields));
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
  removeLostPosters();
  forgetOldStretches(Date.now());
  forgetOldPlaylists(Date.now());
  seedPlaylists(name, all);
  beginState(name, Date.now());
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
  const heard = releases.reduce((most, release) => Math.max(most, release.stretch || 0), 0);
  const stretch = Math.max(stretchFromClock(now), heard + UNTOLD);
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
    countPublisher("dropped");
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
  const before = readState(name) || beginState(name, Date.now() - live.age);
  settleClaim(name);
  const samples = keepSamples(before.samples, { at: Date.now(), bytes: live.bytesIn });
  const master = writeMaster(name, streams.show, before.master);
  changeState(name, { samples, master, looks: lookAtRenditions(name, before) });
  await rememberPlaylists(r, name);
  return excessOf(samples);
}

/**
 * Looks at a stream's renditions. What was seen before stays: a stream that stalls loses its playlists after a while.
 */
function lookAtRenditions(name: string, before: StreamState): Record<string, RenditionLook> {
  const looks: Record<string, RenditionLook> = {};
  settings.renditions.forEach((rendition) => {
    const look = lookAtRendition(playlistPath(name, rendition.suffix), before.since) || before.looks[rendition.name];
    if (look) {
      looks[rendition.name] = look;
    }
  });
  return looks;
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

/**
 * nginx-rtmp tells that a publisher is gone, not one that was refused. Its playlists stay for the viewers until they
 * expire.
 */
function done(r: NginxHTTPRequest): void {
  const fields = formFields(bodyOf(r));
  const name = fields["name"] || "";
  const state = nameRefusal(name) === "" ? readState(name) : undefined;
  if (state) {
    const seconds = Math.round((Date.now() - state.since) / 1000);
    r.warn(`stopped publisher ${fields["addr"]} of stream ${name} after ${seconds} s`);
    countPublisher("stopped");
    forgetState(name);
    forgetRecording(name);
    removePoster(name);
  }
  r.return(204);
}

/** nginx-rtmp tells that ffmpeg ends. The last that it does is to write a poster. */
async function renditionDone(r: NginxHTTPRequest): Promise<void> {
  const rendition = formFields(bodyOf(r))["name"] || "";
  const suffixes = settings.renditions.map((each) => each.suffix);
  const name = withoutSuffix(rendition, suffixes) || "";
  await pause(LAST_POSTER);
  if (nameRefusal(name) === "" && !readState(name)) {
    removePoster(name);
  }
  r.return(204);
}

/** nginx-rtmp tells that somebody plays what a publisher sends: ffmpeg, from loopback, whenever it starts. */
function play(r: NginxHTTPRequest): void {
  const fields = formFields(bodyOf(r));
  const name = fields["name"] || "";
  const state = nameRefusal(name) === "" && fields["addr"] === "127.0.0.1" ? readState(name) : undefined;
  if (state) {
    changeState(name, { transcoderStarts: state.transcoderStarts + 1 });
  }
  r.return(204);
}

/** What is published here, for delivery. */
async function streams(r: NginxHTTPRequest): Promise<void> {
  const current = await currentStreams(r);
  r.headersOut["Content-Type"] = "application/json";
  r.return(200, JSON.stringify({ streams: publishedStreams(current.live, Date.now()) }));
}

/** Answers Prometheus. */
async function metrics(r: NginxHTTPRequest): Promise<void> {
  const current = await currentStreams(r);
  r.headersOut["Content-Type"] = CONTENT_TYPE;
  r.return(200, exposition(ingestMetrics(current.live, Date.now())));
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

/** What this pod recorded, for delivery. */
function recordings(r: NginxHTTPRequest): void {
  answerOwnRecordings(r);
}

/** The admin ends a publisher. */
function adminEnd(r: NginxHTTPRequest): Promise<void> {
  return endForAdmin(r);
}

/** The admin orders the recording of a stream. */
function adminRecord(r: NginxHTTPRequest): void {
  recordForAdmin(r);
}

/** Answers with a playlist of this pod. */
function playlist(r: NginxHTTPRequest): Promise<void> {
  return servePlaylist(r);
}

/** Another pod tells what its viewers are about to know. */
function keep(r: NginxHTTPRequest): void {
  keepPlaylist(r);
}

/** Answers with what another pod told. */
function kept(r: NginxHTTPRequest): void {
  serveKept(r);
}

/** Another pod has started, and asks what it missed. */
function stretches(r: NginxHTTPRequest): void {
  if (r.method !== "POST") {
    r.return(400, "POST\n");
    return;
  }
  r.headersOut["Content-Type"] = "application/json";
  r.return(200, JSON.stringify(knownStretches()));
}

/** Ready means that the other pods were heard, publishers are taken and segments can be written. */
async function ready(r: NginxHTTPRequest): Promise<void> {
  if (readText(settings.heardFile) === undefined) {
    await learnFromPeers(r);
    replaceText(settings.heardFile, "");
  }
  const drain = drainRefusal();
  if (drain !== "") {
    r.return(503, `${drain}\n`);
    return;
  }
  const fault = recordingFault();
  if (fault !== "") {
    r.error(`not ready: ${fault}`);
    r.return(503, "the volume of recordings cannot be written\n");
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

export default {
  publish,
  update,
  done,
  renditionDone,
  play,
  streams,
  metrics,
  release,
  forget,
  remember,
  stretches,
  playlist,
  keep,
  kept,
  record,
  recordings,
  adminEnd,
  adminRecord,
  ready,
};
