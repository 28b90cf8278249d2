/** What other folders may import from this one. */
export type { Recording, Stream, Streams } from "../../web/streams-api.ts";
export { Encoder } from "./encoder.ts";
export { Load, type LoadReport } from "./load.ts";
export { type PlaybackLink, scopeOfUrl, signUrl } from "./playback-link.ts";
export { fetchMaster, fetchMedia, fetchOk, type MediaPlaylist, parseMedia, type Segment } from "./playlists.ts";
export { decodeErrors, probe } from "./probe.ts";
export { type PublisherOptions, publishStream } from "./publisher.ts";
export { playbackKeyVariable, readSigningKey } from "./signing-key.ts";
export { clip, clipSource, type SourceShape } from "./source.ts";
export { type CheckOptions, checkStream, type RenditionReport, type StreamReport } from "./stream-check.ts";
export { parseSource, parseStreamName } from "./stream-options.ts";
export { streamTable } from "./stream-table.ts";
export { StreamWatch, type WatchReport } from "./stream-watch.ts";
export { ageOf, clockPixels, cutClock, drawClock, readClock } from "./video-clock.ts";
