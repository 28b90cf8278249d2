/**
 * What nginx of the delivery tier runs beside the playlists of a shared volume: the streams API, control and the
 * metrics.
 */
import { endStream, recordStream } from "./control.ts";
import { deliveryMetrics } from "./delivery-metrics.ts";
import { CONTENT_TYPE, exposition } from "./exposition.ts";
import { answerRecordings } from "./recordings-api.ts";
import { foldRequests, requestCounts } from "./request-counts.ts";
import { answerStream, answerStreams } from "./streams-api.ts";
import { sweepViewers, viewersByStream } from "./viewers.ts";

/** Answers with all streams. Delivery's own cache asks, once a second however many viewers there are. */
function streams(r: NginxHTTPRequest): Promise<void> {
  return answerStreams(r);
}

/** Answers with one stream. */
function stream(r: NginxHTTPRequest): Promise<void> {
  return answerStream(r);
}

/** Ends a stream's publisher, for the admin. */
function end(r: NginxHTTPRequest): Promise<void> {
  return endStream(r);
}

/** Orders the recording of a stream, for the admin. */
function record(r: NginxHTTPRequest): Promise<void> {
  return recordStream(r);
}

/** Answers with the recordings. */
function recordings(r: NginxHTTPRequest): Promise<void> {
  return answerRecordings(r);
}

/** Answers Prometheus. */
function metrics(r: NginxHTTPRequest): void {
  const now = Date.now();
  const connections: Record<string, number> = {};
  ["active", "reading", "writing", "waiting"].forEach((state) => {
    connections[state] = Number(r.variables[`connections_${state}`]);
  });
  const requests = requestCounts(r.variables["pid"] || "", now);
  r.headersOut["Content-Type"] = CONTENT_TYPE;
  r.return(200, exposition(deliveryMetrics(requests, viewersByStream(now), connections)));
}

/**
 * Variable of a log's line, evaluated for some lines alone: the logs that are read here stay short when nobody asks.
 */
function sweep(r: NginxHTTPRequest): string {
  const now = Date.now();
  sweepViewers(now);
  foldRequests(r.variables["pid"] || "", now);
  return "";
}

export default { streams, stream, end, record, recordings, metrics, sweep };
