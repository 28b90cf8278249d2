/**
 * What nginx-rtmp's /stat says of the streams of this process. njs 0.7 has no XML module; the text is nginx-rtmp's own
 * and regular.
 */

/** What a publisher's video is, as it says itself. */
export interface PublishedVideo {
  /** As nginx-rtmp calls it, such as `H264`. */
  readonly codec: string;
  /** As nginx-rtmp calls it, such as `High`; empty where it does not know. */
  readonly profile: string;
  readonly width: number;
  readonly height: number;
  readonly frameRate: number;
}

/** What a publisher's sound is. */
export interface PublishedAudio {
  /** As nginx-rtmp calls it, such as `AAC`. */
  readonly codec: string;
  /** As nginx-rtmp calls it, such as `LC` or `HE`; empty where it does not know. */
  readonly profile: string;
  readonly channels: number;
  readonly sampleRate: number;
}

export interface LiveStream {
  readonly name: string;
  /** Whether somebody publishes it: a stream may have players alone. */
  readonly publishing: boolean;
  /** Milliseconds since the stream exists. */
  readonly age: number;
  /** Bytes that came in since then. */
  readonly bytesIn: number;
  /** Null without video. */
  readonly video: PublishedVideo | null;
  /** Null without sound. */
  readonly audio: PublishedAudio | null;
}

/**
 * Streams of one application, in nginx-rtmp's order.
 *
 * @param xml answer of `rtmp_stat all`
 * @param application name, such as `live`
 */
export function streamsOf(xml: string, application: string): LiveStream[] {
  const start = xml.indexOf(`<application>\r\n<name>${application}</name>`);
  if (start < 0) {
    return [];
  }
  const end = xml.indexOf("</application>", start);
  const streams = xml.slice(start, end).split("<stream>").slice(1);
  return streams.map((stream) => streamOf(stream.slice(0, stream.indexOf("</stream>"))));
}

/** The stream of that name, or undefined. */
export function findStream(streams: readonly LiveStream[], name: string): LiveStream | undefined {
  return streams.find((stream) => stream.name === name);
}

function streamOf(xml: string): LiveStream {
  return {
    name: between(xml, "<name>", "</name>"),
    // A client has such a mark too; the stream's own stands behind the last client.
    publishing: xml.slice(xml.lastIndexOf("</nclients>")).indexOf("<publishing/>") >= 0,
    age: numberIn(xml, "time"),
    bytesIn: numberIn(xml, "bytes_in"),
    video: videoIn(between(xml, "<video>", "</video>")),
    audio: audioIn(between(xml, "<audio>", "</audio>")),
  };
}

function videoIn(xml: string): PublishedVideo | null {
  const codec = between(xml, "<codec>", "</codec>");
  return codec === ""
    ? null
    : {
        codec,
        profile: between(xml, "<profile>", "</profile>"),
        width: numberIn(xml, "width"),
        height: numberIn(xml, "height"),
        frameRate: numberIn(xml, "frame_rate"),
      };
}

function audioIn(xml: string): PublishedAudio | null {
  const codec = between(xml, "<codec>", "</codec>");
  return codec === ""
    ? null
    : {
        codec,
        profile: between(xml, "<profile>", "</profile>"),
        channels: numberIn(xml, "channels"),
        sampleRate: numberIn(xml, "sample_rate"),
      };
}

function numberIn(xml: string, element: string): number {
  return Number(between(xml, `<${element}>`, `</${element}>`));
}

function between(text: string, open: string, close: string): string {
  const start = text.indexOf(open);
  if (start < 0) {
    return "";
  }
  const end = text.indexOf(close, start);
  return end < 0 ? "" : text.slice(start + open.length, end);
}
