/**
 * One owner a stream. Before a pod accepts a publisher it asks every pod, itself included, to release the name: who
 * sends data keeps it, who has been silent is dropped, and a former owner hands over its playlists and removes them,
 * so that no viewer is given an old pod's playlist.
 */
import settings from "settings.js";
import { dropClaim, findClaim } from "./claims.ts";
import { type Discontinuities, readDiscontinuities } from "./discontinuities.ts";
import { readText } from "./files.ts";
import { playlistPath, removePlaylists } from "./master.ts";
import { nameRefusal } from "./names.ts";
import { currentStreams, dropPublisher, isPublished, pause, textOf } from "./nginx-rtmp.ts";
import { findStream, type LiveStream } from "./statistics.ts";
import { knownStretch, rememberStretch } from "./stretches.ts";

/** A released name: the former owner's media playlists by rendition, as far as it has any. */
export interface Release {
  /** Why the name is not released; empty when it is. */
  readonly refusal: string;
  readonly playlists: Record<string, string>;
  /** What is remembered of each playlist. A pod of an older release says nothing of it. */
  readonly discontinuities?: Record<string, Discontinuities>;
  /** Discontinuities of the stream that the pod knows of. */
  readonly stretch?: number;
}

const SAMPLE_PERIOD = 200;
const POLL_PERIOD = 50;
/** Time for an ffmpeg that was told to end to write what it holds. */
const FFMPEG_PATIENCE = 1500;

/**
 * Releases a name in this pod for a publisher that came to it.
 *
 * @param r any request of this process
 */
export async function releaseHere(r: NginxHTTPRequest, name: string): Promise<Release> {
  if (await stillSends(r, name)) {
    return refused("somebody publishes it");
  }
  await endRenditions(r, name);
  const stretch = knownStretch(name);
  return settings.sharedStorage ? { refusal: "", playlists: {}, stretch } : handover(name, stretch);
}

/**
 * Releases a name in this pod for a publisher that came to another one.
 *
 * @param claimId the claim in the other pod; the older claim wins
 */
export async function releaseToPeer(r: NginxHTTPRequest, name: string, claimId: string): Promise<Release> {
  const claim = findClaim(name);
  if (claim && claim.id !== claimId) {
    if (claim.accepted || claim.id < claimId) {
      return refused("a publisher of it is being accepted");
    }
    dropClaim(name);
  }
  return releaseHere(r, name);
}

/**
 * Removes the playlists that this pod handed over, once the new owner has them: until then both have the same, and no
 * viewer finds none. A name that somebody publishes here, or is about to, keeps them, whoever asks: where the
 * configuration has no pod names, a pod tells itself too.
 *
 * @param r any request of this process
 */
export async function forgetReleased(r: NginxHTTPRequest, name: string): Promise<void> {
  if (!findClaim(name) && !(await livePublisher(r, name))) {
    removePlaylists(name);
  }
}

/** Tells the other pods that what they handed over has arrived. */
export async function confirmHandover(r: NginxHTTPRequest, name: string): Promise<void> {
  await askPeers(r, "forget", `name=${name}`);
}

/**
 * Asks the other pods. One that does not answer holds nothing that a viewer could get.
 *
 * @returns one release a pod that answered
 */
export async function releaseByPeers(r: NginxHTTPRequest, name: string, claimId: string): Promise<Release[]> {
  const self = r.variables["hostname"] || "";
  const asked = settings.peers.map((address, ordinal) =>
    address.split(":")[0] === self ? Promise.resolve(undefined) : askPeer(r, ordinal, name, claimId),
  );
  const answers = await Promise.all(asked);
  return answers.filter((answer) => answer !== undefined) as Release[];
}

async function askPeer(
  r: NginxHTTPRequest,
  ordinal: number,
  name: string,
  claimId: string,
): Promise<Release | undefined> {
  const reply = await r.subrequest(`/internal/peer/${ordinal}/release`, { args: `name=${name}&claim=${claimId}` });
  if (reply.status !== 200) {
    r.warn(`ingest pod ${settings.peers[ordinal]} did not answer for stream ${name} (${reply.status})`);
    return undefined;
  }
  return JSON.parse(textOf(reply)) as Release;
}

/** Tells the other pods how many discontinuities a stream has had. One that does not hear it is no harm. */
export async function tellPeers(r: NginxHTTPRequest, name: string, stretch: number): Promise<void> {
  await askPeers(r, "remember", `name=${name}&stretch=${stretch}`);
}

/**
 * Learns from the other pods how many discontinuities the streams have had: what they told before this process was
 * there.
 * One that does not answer is passed over.
 *
 * @param r any request of this process
 */
export async function learnFromPeers(r: NginxHTTPRequest): Promise<void> {
  const replies = await askPeers(r, "stretches", "");
  replies.forEach((reply) => {
    const known = reply.status === 200 ? (JSON.parse(textOf(reply)) as Record<string, number>) : {};
    Object.keys(known).forEach((name) => {
      if (nameRefusal(name) === "") {
        rememberStretch(name, known[name] as number, Date.now());
      }
    });
  });
}

function askPeers(r: NginxHTTPRequest, question: string, args: string): Promise<NginxHTTPRequest[]> {
  return Promise.all(
    settings.peers.map((_, ordinal) => r.subrequest(`/internal/peer/${ordinal}/${question}`, { args })),
  );
}

function refused(refusal: string): Release {
  return { refusal, playlists: {} };
}

/** Whether the publisher of a name sends data. A silent one is dropped. */
async function stillSends(r: NginxHTTPRequest, name: string): Promise<boolean> {
  const before = await livePublisher(r, name);
  if (!before) {
    return false;
  }
  const deadline = Date.now() + settings.takeoverMilliseconds;
  while (Date.now() < deadline) {
    await pause(SAMPLE_PERIOD);
    const now = await livePublisher(r, name);
    if (!now) {
      return false;
    }
    if (now.bytesIn !== before.bytesIn) {
      return true;
    }
  }
  r.warn(`dropped the publisher of stream ${name}: silent for ${settings.takeoverMilliseconds} ms`);
  await dropPublisher(r, "live", name);
  return false;
}

/** What is published under a name, or undefined. */
async function livePublisher(r: NginxHTTPRequest, name: string): Promise<LiveStream | undefined> {
  const streams = await currentStreams(r);
  const stream = findStream(streams.live, name);
  return stream?.publishing ? stream : undefined;
}

/** Waits until the former ffmpeg's renditions are gone, and drops what stays: it would write its playlist again. */
async function endRenditions(r: NginxHTTPRequest, name: string): Promise<void> {
  let left = await waitForRenditions(r, name);
  for (let n = 0; n < left.length; n++) {
    await dropPublisher(r, "show", left[n] as string);
  }
  if (left.length > 0) {
    r.warn(`dropped ${left.length} renditions of stream ${name}: ffmpeg did not end`);
    left = await waitForRenditions(r, name);
  }
  if (left.length > 0) {
    throw new Error(`renditions of stream ${name} do not end: ${left.join(", ")}`);
  }
}

/** Gives ffmpeg time to end. Returns the renditions that are still there. */
async function waitForRenditions(r: NginxHTTPRequest, name: string): Promise<string[]> {
  const deadline = Date.now() + FFMPEG_PATIENCE;
  let left = await renditionsLeft(r, name);
  while (left.length > 0 && Date.now() < deadline) {
    await pause(POLL_PERIOD);
    left = await renditionsLeft(r, name);
  }
  return left;
}

async function renditionsLeft(r: NginxHTTPRequest, name: string): Promise<string[]> {
  const streams = await currentStreams(r);
  return settings.renditions
    .map((rendition) => name + rendition.suffix)
    .filter((rendition) => isPublished(streams.show, rendition));
}

function handover(name: string, stretch: number): Release {
  const playlists: Record<string, string> = {};
  const discontinuities: Record<string, Discontinuities> = {};
  settings.renditions.forEach((rendition) => {
    const path = playlistPath(name, rendition.suffix);
    const text = readText(path);
    const known = readDiscontinuities(path);
    if (text !== undefined) {
      playlists[rendition.name] = text;
    }
    if (known) {
      discontinuities[rendition.name] = known;
    }
  });
  return { refusal: "", playlists, discontinuities, stretch };
}
