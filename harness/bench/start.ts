import { Browser } from "../player/index.ts";
import type { Bench, BenchContext, MetricDescription, Samples } from "./bench.ts";
import { lowLatencyValues } from "./latency-setups.ts";
import type { ServeOptions } from "./served.ts";
import { measureStart, type StartReport } from "./start-run.ts";

interface ComparedService extends ServeOptions {
  readonly words: string;
  /** The one that it is compared with. */
  readonly reference?: string;
  readonly quick: boolean;
}

/** What is compared: each with fragments of its own. The predecessor comes first. */
const services: Readonly<Record<string, ComparedService>> = {
  predecessor: {
    deliverer: "predecessor",
    quick: false,
    words: "the predecessor: fragments of 3 s, hls.js with its own settings",
  },
  "predecessor-1s": {
    deliverer: "predecessor",
    fragment: 1,
    quick: true,
    words: "the predecessor with fragments of 1 s",
  },
  default: { deliverer: "origin", quick: false, words: "the chart's own values", reference: "predecessor" },
  "low-latency": {
    ...{ deliverer: "origin", values: [lowLatencyValues], quick: true, reference: "predecessor-1s" },
    words: "values-examples/low-latency.yaml",
  },
};

const measures: Readonly<Record<keyof StartReport, { readonly name: string; readonly description: string }>> = {
  firstSegment: {
    name: "first-segment",
    description: "From the start of a publisher to a master playlist of which one rendition has a segment",
  },
  firstFrame: {
    name: "first-frame",
    description: "From the call to play, of a player that is loaded, to the first frame",
  },
  republishGap: {
    name: "republish-gap",
    description: "From the death of a publisher to the first segment of another one that is started at once",
  },
};

/** Publishers of each service, one after the other. */
const turns = { quick: 2, full: 5 } as const;

function metrics(): MetricDescription[] {
  return Object.values(measures).flatMap(({ name, description }) =>
    Object.entries(services).map(([service, { words, reference, quick }]) => ({
      ...{ name: `start.${name}.${service}`, unit: "s", quick },
      description: `${description}: ${words}.`,
      ...(reference === undefined ? {} : { reference: `start.${name}.${reference}` }),
    })),
  );
}

/** How long it takes until something is seen. */
export const start: Bench = {
  name: "start",
  description: [
    "A publisher sends the clip (1280x720, a keyframe each second); master playlists, segments and frames are waited for as a viewer would.",
    "The publisher's own start is part of it. A player begins once there are four segments.",
  ].join("\n"),
  metrics: metrics(),
  plots: [
    {
      ...{ file: "start", title: "Until something is seen", kind: "bars", x: "", y: "seconds" },
      points: Object.values(measures).flatMap(({ name }) =>
        Object.keys(services).map((service) => ({ metric: `start.${name}.${service}`, series: service, x: name })),
      ),
    },
  ],
  run,
};

async function run({ quick, folder, signal, say }: BenchContext): Promise<Samples> {
  await using browser = await Browser.start();
  const samples: Record<string, readonly number[]> = {};
  for (const [service, { words, quick: isQuick, ...options }] of Object.entries(services)) {
    if (quick && !isQuick) continue;
    say(words);
    const report = await measureStart(options, { browser, folder, signal, turns: quick ? turns.quick : turns.full });
    for (const [measure, { name }] of Object.entries(measures)) {
      samples[`start.${name}.${service}`] = report[measure as keyof StartReport];
    }
  }
  return samples;
}
