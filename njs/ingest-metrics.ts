/** Metrics of an ingest pod. */
import fs from "fs";
import settings from "settings.js";
import { drainRefusal } from "./drain.ts";
import { type Metric, type Sample, single } from "./exposition.ts";
import { sizeOf } from "./files.ts";
import { averageRate } from "./limits.ts";
import { stateOf } from "./published-streams.ts";
import { publisherCounts } from "./publisher-counts.ts";
import { type RenditionLook, speedOf } from "./rendition-looks.ts";
import type { LiveStream } from "./statistics.ts";
import { readState, type StreamState } from "./stream-state.ts";

interface Published {
  readonly stream: LiveStream;
  readonly state: StreamState;
}

interface Rendition {
  readonly labels: Record<string, string>;
  readonly look: RenditionLook;
  /** bit/s; undefined until the master playlist has it. */
  readonly averageBandwidth: number | undefined;
}

const STATES = ["starting", "live", "stalled"] as const;

/**
 * Metrics of this pod.
 *
 * @param live streams of the application `live`
 * @param now milliseconds since 1970
 */
export function ingestMetrics(live: readonly LiveStream[], now: number): Metric[] {
  const published: Published[] = [];
  live.forEach((stream) => {
    const state = stream.publishing ? readState(stream.name) : undefined;
    if (state) {
      published.push({ stream, state });
    }
  });
  return podMetrics(published.length).concat(
    streamMetrics(published, now),
    renditionMetrics(renditionsOf(published), now),
    settings.mediaLimitBytes > 0 ? mediaMetrics() : [],
  );
}

function podMetrics(publishers: number): Metric[] {
  const counts = publisherCounts();
  return [
    single("gauge", "publishers", "Publishers of this pod.", publishers),
    single("gauge", "publishers_limit", "Publishers that this pod takes (ingest.maxStreams).", settings.maxStreams),
    single("gauge", "draining", "Whether this pod drains and takes no publisher.", drainRefusal() === "" ? 0 : 1),
    single("counter", "publishers_accepted_total", "Publishers that were accepted.", counts.accepted),
    single("counter", "publishers_refused_total", "Publishers that were refused.", counts.refused),
    single("counter", "publishers_dropped_total", "Publishers that this pod ended.", counts.dropped),
    single("counter", "publishers_stopped_total", "Publishers that are gone, whoever ended them.", counts.stopped),
  ];
}

function streamMetrics(published: readonly Published[], now: number): Metric[] {
  const each = (value: (one: Published) => number): Sample[] =>
    published.map((one) => ({ labels: { stream: one.stream.name }, value: value(one) }));
  const states: Sample[] = [];
  published.forEach((one) => {
    const current = stateOf(one.state, one.state.since, now);
    STATES.forEach((state) => {
      states.push({ labels: { stream: one.stream.name, state }, value: state === current ? 1 : 0 });
    });
  });
  return [
    {
      name: "stream_state",
      help: "State of a published stream: 1 for the one that it is in.",
      type: "gauge",
      samples: states,
    },
    {
      name: "stream_start_time_seconds",
      help: "When the stream's publisher was accepted, since 1970.",
      type: "gauge",
      samples: each((one) => one.state.since / 1000),
    },
    {
      name: "stream_received_bytes_total",
      help: "Bytes that the publisher sent.",
      type: "counter",
      samples: each((one) => one.stream.bytesIn),
    },
    {
      name: "stream_received_bytes_per_second",
      help: "Bitrate of the publisher over the last seconds, in bytes.",
      type: "gauge",
      samples: each((one) => averageRate(one.state.samples) / 8),
    },
    {
      name: "transcoder_restarts_total",
      help: "How often ffmpeg was started again for this publisher.",
      type: "counter",
      samples: each((one) => Math.max(0, one.state.transcoderStarts - 1)),
    },
  ];
}

function renditionsOf(published: readonly Published[]): Rendition[] {
  const renditions: Rendition[] = [];
  published.forEach((one) => {
    settings.renditions.forEach((rendition) => {
      const look = one.state.looks[rendition.name];
      const variant = (one.state.master.variants || []).find((each) => each.name === rendition.name);
      if (look) {
        const labels = { stream: one.stream.name, rendition: rendition.name };
        renditions.push({ labels, look, averageBandwidth: variant?.averageBandwidth });
      }
    });
  });
  return renditions;
}

function renditionMetrics(renditions: readonly Rendition[], now: number): Metric[] {
  const each = (value: (one: Rendition) => number | undefined): Sample[] => {
    const samples: Sample[] = [];
    renditions.forEach((one) => {
      const known = value(one);
      if (known !== undefined) {
        samples.push({ labels: one.labels, value: known });
      }
    });
    return samples;
  };
  return [
    {
      name: "rendition_bytes_per_second",
      help: "Bitrate of the segments in the playlist, in bytes.",
      type: "gauge",
      samples: each((one) => (one.averageBandwidth === undefined ? undefined : one.averageBandwidth / 8)),
    },
    {
      name: "rendition_playlist_age_seconds",
      help: "Seconds since the playlist was written.",
      type: "gauge",
      samples: each((one) => Math.max(0, now - one.look.playlistAt) / 1000),
    },
    {
      name: "rendition_segment_age_seconds",
      help: "Seconds since the newest segment was closed.",
      type: "gauge",
      samples: each((one) => Math.max(0, now - one.look.segmentAt) / 1000),
    },
    {
      name: "rendition_speed_ratio",
      help: "Seconds of media that were made in a second, over the playlist: below 1 where ffmpeg or the publisher is too slow.",
      type: "gauge",
      samples: each((one) => speedOf(one.look, now)),
    },
  ];
}

/** How full the memory of an origin is. */
function mediaMetrics(): Metric[] {
  let bytes = 0;
  [settings.hlsPath, settings.dashPath].forEach((folder) => {
    fs.readdirSync(folder).forEach((file) => {
      bytes += sizeOf(`${folder}/${file}`);
    });
  });
  return [
    single("gauge", "media_bytes", "Bytes of segments and playlists in this pod's memory.", bytes),
    single("gauge", "media_limit_bytes", "Bytes that this pod's memory volume takes.", settings.mediaLimitBytes),
  ];
}
