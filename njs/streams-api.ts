/**
 * The streams API of the delivery tier (docs/openapi.yaml): what the ingest pods say, merged, with viewers and URLs.
 */
import settings from "delivery-settings.js";
import { answerOfPod, askEveryPod } from "./every-pod.ts";
import { answerJson } from "./json-answer.ts";
import { listRecordings } from "./listed-recordings.ts";
import { mergedStreams } from "./merged-streams.ts";
import { textOf } from "./nginx-rtmp.ts";
import type { PublishedRendition, PublishedStream } from "./published-stream.ts";
import { LISTED } from "./recordings-query.ts";
import { viewersByStream } from "./viewers.ts";

/** What an ingest pod answers. */
interface PodAnswer {
  readonly streams: readonly PublishedStream[];
}

/** Header of the merged answer: whether each pod answered. Where one did not, a stream that is missing may be there. */
const COMPLETE = "X-Every-Pod-Answered";

/** Asks every ingest pod, and answers with all streams. */
export async function answerStreams(r: NginxHTTPRequest): Promise<void> {
  // The newest recordings; `/api/recordings` has more.
  const recorded = listRecordings(r, { limit: LISTED, stream: undefined });
  const answers = await askEveryPod((ordinal) => askPod(r, ordinal));
  const heard = answers.filter((answer) => answer !== undefined) as PodAnswer[];
  if (heard.length === 0) {
    answerJson(r, 503, { error: "no ingest pod answers; try again" });
    return;
  }
  const listed = await recorded;
  const viewers = viewersByStream(Date.now());
  const merged = mergedStreams(heard.map((each) => each.streams));
  r.headersOut[COMPLETE] = heard.length === answers.length ? "yes" : "no";
  answerJson(r, 200, {
    streams: merged.map((stream) => described(stream, viewers[stream.name] || 0)),
    recordings: listed.recordings,
    recordingsComplete: listed.complete,
  });
}

/** Answers with one stream of the list that was asked for last. */
export async function answerStream(r: NginxHTTPRequest): Promise<void> {
  const name = r.variables["asked_stream"] || "";
  const reply = await r.subrequest("/api/streams");
  if (reply.status !== 200) {
    answerJson(r, 503, { error: "no ingest pod answers; try again" });
    return;
  }
  const all = (JSON.parse(textOf(reply)) as { streams: { name: string }[] }).streams;
  const found = all.find((each) => each.name === name);
  if (found) {
    answerJson(r, 200, found);
  } else if (reply.headersOut[COMPLETE] === "yes") {
    answerJson(r, 404, { error: `nobody publishes a stream called ${name}` });
  } else {
    answerJson(r, 503, { error: `an ingest pod does not answer, and no other has a stream called ${name}; try again` });
  }
}

async function askPod(r: NginxHTTPRequest, ordinal: number): Promise<PodAnswer | undefined> {
  const reply = await r.subrequest(`/internal/ingest/${ordinal}`);
  return answerOfPod<PodAnswer>(reply);
}

/** URLs are relative to the service's root, so that they hold below a path prefix too. */
function described(stream: PublishedStream, viewers: number): unknown {
  const name = stream.name;
  return {
    name,
    title: titleOf(name),
    state: stream.state,
    since: new Date(stream.since).toISOString(),
    uptimeSeconds: stream.uptimeSeconds,
    ingest: stream.ingest,
    renditions: stream.renditions.map((rendition) => Object.assign({}, rendition, { urls: urlsOf(name, rendition) })),
    viewers,
    segmentAgeSeconds: stream.segmentAgeSeconds,
    urls: Object.assign(
      { hls: `hls/${name}.m3u8`, watch: `watch/${name}`, embed: `embed/${name}` },
      settings.posters ? { poster: `posters/${name}.jpg` } : {},
    ),
  };
}

/** A stream may be called `constructor`, which every object knows. */
function titleOf(name: string): string {
  const title: unknown = settings.titles[name];
  return typeof title === "string" ? title : name;
}

function urlsOf(name: string, rendition: PublishedRendition): Record<string, string> {
  const found = settings.renditions.find((each) => each.name === rendition.name);
  const file = name + (found ? found.suffix : "");
  return settings.dash ? { hls: `hls/${file}.m3u8`, dash: `dash/${file}.mpd` } : { hls: `hls/${file}.m3u8` };
}
