/** One list of what several ingest pods list. */
import type { PublishedStream } from "./published-stream.ts";

/** Each stream once, by name: of two pods that list it, one moves it to the other, or the network between is cut. */
export function mergedStreams(pods: readonly (readonly PublishedStream[])[]): PublishedStream[] {
  const byName: Record<string, PublishedStream> = {};
  pods.forEach((listed) => {
    listed.forEach((stream) => {
      const other = byName[stream.name];
      if (!other || isRather(stream, other)) {
        byName[stream.name] = stream;
      }
    });
  });
  return Object.keys(byName)
    .sort()
    .map((name) => byName[name] as PublishedStream);
}

/** Whether the first is the publisher that lives: the one that sends, else the later one. */
function isRather(one: PublishedStream, other: PublishedStream): boolean {
  const sends = one.ingest.bitrate > 0;
  return sends === other.ingest.bitrate > 0 ? one.since > other.since : sends;
}
