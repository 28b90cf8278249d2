/** What nginx-rtmp's /stat says of the streams of this process. njs 0.7 has no XML module; the text is nginx-rtmp's own and regular. */

export interface LiveStream {
  readonly name: string;
  /** Whether somebody publishes it: a stream may have players alone. */
  readonly publishing: boolean;
  /** Bytes that came in since the stream exists. */
  readonly bytesIn: number;
  /** Audio codec as nginx-rtmp calls it, such as `AAC`; empty without audio. */
  readonly audioCodec: string;
  /** AAC profile as nginx-rtmp calls it, such as `LC` or `HE`. */
  readonly audioProfile: string;
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
  const audio = between(xml, "<audio>", "</audio>");
  return {
    name: between(xml, "<name>", "</name>"),
    // A client has such a mark too; the stream's own stands behind the last client.
    publishing: xml.slice(xml.lastIndexOf("</nclients>")).indexOf("<publishing/>") >= 0,
    bytesIn: Number(between(xml, "<bytes_in>", "</bytes_in>")),
    audioCodec: between(audio, "<codec>", "</codec>"),
    audioProfile: between(audio, "<profile>", "</profile>"),
  };
}

function between(text: string, open: string, close: string): string {
  const start = text.indexOf(open);
  if (start < 0) {
    return "";
  }
  const end = text.indexOf(close, start);
  return end < 0 ? "" : text.slice(start + open.length, end);
}
