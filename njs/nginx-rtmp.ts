/** What the handlers ask nginx-rtmp of this process (chart/files/ingest/internal.conf). */
import { findStream, type LiveStream, streamsOf } from "./statistics.ts";

export interface Streams {
  /** What encoders publish. */
  readonly live: readonly LiveStream[];
  /** What ffmpeg publishes. */
  readonly show: readonly LiveStream[];
}

/** All streams of this process. */
export async function currentStreams(r: NginxHTTPRequest): Promise<Streams> {
  const reply = await r.subrequest("/internal/stat");
  const xml = textOf(reply);
  return { live: streamsOf(xml, "live"), show: streamsOf(xml, "show") };
}

/** Text of an answer; njs 0.7.9 warns of its own deprecated field when it is read as text. */
export function textOf(reply: NginxHTTPRequest): string {
  return reply.responseBuffer ? reply.responseBuffer.toString() : "";
}

/** Ends the publisher of a stream. */
export async function dropPublisher(r: NginxHTTPRequest, application: string, name: string): Promise<void> {
  await r.subrequest("/internal/control/drop/publisher", { args: `app=${application}&name=${name}` });
}

/** Whether somebody publishes that stream. */
export function isPublished(streams: readonly LiveStream[], name: string): boolean {
  return findStream(streams, name)?.publishing ?? false;
}

/** Waits. */
export function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(() => resolve(), milliseconds);
  });
}
