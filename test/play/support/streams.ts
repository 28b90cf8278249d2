import { join } from "node:path";
import { afterAll, onTestFinished } from "vitest";
import { renditionName } from "../../../harness/chart/index.ts";
import { type ChildProcess, waitFor } from "../../../harness/core/index.ts";
import {
  type LocalIngest,
  type LocalService,
  type LocalServiceOptions,
  startLocalService,
} from "../../../harness/local/index.ts";
import { fetchMedia, type MediaPlaylist, publishStream, type Segment } from "../../../harness/stream/index.ts";

/** Values with one small rendition and a copy. */
export const smallLadder = join(import.meta.dirname, "small-ladder.yaml");

let publishers = 0;

export interface PublishOptions {
  readonly stream: string;
  readonly source: string;
  /** The ingest process; the first by default. */
  readonly ingest?: LocalIngest;
  /** `rtmp://host:port`, instead of the ingest's own. */
  readonly server?: string;
  readonly application?: string;
  readonly key?: string;
  /** Further arguments for ffmpeg's output. */
  readonly output?: readonly string[];
}

/** Starts a service on free ports, until the last test of the file ends. For the top of a test file. */
export async function startForFile(options: LocalServiceOptions = {}): Promise<LocalService> {
  const service = await startLocalService({ freePorts: true, ...options });
  afterAll(() => service.stop());
  return service;
}

/** A service with two ingest processes, as with two pods, behind one delivery process. */
export interface TwoPods {
  readonly service: LocalService;
  readonly first: LocalIngest;
  readonly second: LocalIngest;
}

/** Starts two pods with the small ladder by default, until the last test of the file ends. */
export async function startTwoPods(options: LocalServiceOptions = {}): Promise<TwoPods> {
  const service = await startForFile({ values: [smallLadder], ...options, ingests: 2 });
  const [first, second] = service.ingests as [LocalIngest, LocalIngest];
  return { service, first, second };
}

/** Starts a service on free ports, until the test ends. */
export async function startDuringTest(options: LocalServiceOptions = {}): Promise<LocalService> {
  const service = await startLocalService({ freePorts: true, ...options });
  onTestFinished(() => service.stop());
  return service;
}

/** Publishes until the test ends. */
export async function publishDuringTest(service: LocalService, options: PublishOptions): Promise<ChildProcess> {
  const { source: input, ingest = service.ingests[0], server = ingest.rtmpUrl, ...more } = options;
  publishers += 1;
  const log = join(service.folder, `publisher-${publishers}.log`);
  const publisher = await publishStream({ ...more, input, server, log });
  onTestFinished(() => publisher.stop());
  return publisher;
}

/** URL of a rendition's media playlist at the delivery tier. */
export function mediaUrl(service: LocalService, stream: string, rendition: string): string {
  return `${service.deliveryUrl}/hls/${renditionName(stream, rendition)}.m3u8`;
}

/** Waits until a media playlist is as wanted. */
export function waitForMedia(
  service: LocalService,
  stream: string,
  rendition: string,
  wanted: (playlist: MediaPlaylist) => boolean,
  seconds = 30,
): Promise<MediaPlaylist> {
  const url = mediaUrl(service, stream, rendition);
  return waitFor(`the playlist ${url}`, { seconds }, async () => {
    const playlist = await fetchMedia(url);
    if (!wanted(playlist)) throw new Error(`it is ${JSON.stringify(playlist)}`);
    return playlist;
  });
}

/** Waits until a playlist has so many segments. */
export function waitForSegments(
  service: LocalService,
  stream: string,
  rendition: string,
  count: number,
): Promise<MediaPlaylist> {
  return waitForMedia(service, stream, rendition, ({ segments }) => segments.length >= count);
}

/** The number that the next segment gets. */
export function nextNumber({ sequence, segments }: MediaPlaylist): number {
  return sequence + segments.length;
}

/** The last segment of a playlist that has one. */
export function newestSegment({ segments }: MediaPlaylist): Segment {
  const segment = segments[segments.length - 1];
  if (!segment) throw new Error("the playlist has no segment");
  return segment;
}

/** Waits until nginx refused or ended a publisher, as ffmpeg notices by its connection. */
export async function waitForEnd(publisher: ChildProcess, seconds = 20): Promise<void> {
  await waitFor(`the end of ${publisher.title}`, { seconds }, () => {
    if (publisher.running) throw new Error(`process ${publisher.pid} runs`);
  });
}

/** Waits until a process wrote a line. */
export function waitForLine(process: ChildProcess, pattern: RegExp, seconds = 20): Promise<void> {
  return waitFor(`${pattern} in the log of ${process.title}`, { seconds }, async () => {
    const output = await process.output();
    if (!pattern.test(output)) throw new Error(`it says: ${output.slice(-300)}`);
  });
}
