import type { Bench, Samples } from "../bench.ts";
import { metricsOf, plotsOf } from "./curve.ts";
import { measureRenditions, rendition, renditions } from "./renditions.ts";
import { measureStreams, streams } from "./streams.ts";

export const growth: Bench = {
  name: "growth",
  description: `What one ingest pod uses. By streams: it takes streams of 500 kbit/s and only copies them, with HLS, DASH and posters, as in
\`values-examples/copy-only.yaml\`. By renditions: it encodes one stream of 640x360 to more and more renditions of its size with
${rendition.videoBitrate}bit/s, by the chart's own values else. Its nginx has a core of its own; its ffmpeg processes and the publishers share
another one. See Ladder for what renditions of other sizes cost, and Viewers for what viewers cost.`,
  metrics: [streams, renditions].flatMap(metricsOf),
  plots: [streams, renditions].flatMap(plotsOf),
  run: async (context) => {
    const samples: Samples & Record<string, number[]> = {};
    await measureStreams(context, samples);
    await measureRenditions(context, samples);
    return samples;
  },
};
