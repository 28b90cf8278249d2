import { fetchedTool } from "../../tools/index.ts";
import type { Bench, BenchContext, MetricDescription, Plot, Samples } from "../bench.ts";
import { addSample } from "../metrics.ts";
import { type DeliveredStream, startDeliveredStream } from "./delivered-stream.ts";
import { runViewerLoad, type ViewerLoadReport } from "./viewer-load.ts";

/** Sizes of the load. The smallest is the reference of the others. */
const loads = [1000, 3000, 10_000] as const;
const [fewest] = loads;
const quickLoads: readonly number[] = [loads[0], loads[2]];

/** What is measured of each load. */
interface Measure {
  readonly name: string;
  readonly unit: string;
  readonly description: string;
  readonly goal?: MetricDescription["goal"];
}

const none = { of: "value", atMost: 0 } as const;
const measures: readonly Measure[] = [
  { name: "errors", unit: "requests", description: "Requests that failed or were not answered with 200.", goal: none },
  { name: "late", unit: "segments", description: "Segments that came after playback needed them." },
  {
    ...{
      name: "most-late",
      unit: "fragments",
      description: "By how much the worst segment came after playback needed it.",
    },
    goal: { of: "value", atMost: 1 },
  },
  {
    name: "download-p99",
    unit: "s",
    description: "From the request for a segment to its last byte: 99 of 100 are faster.",
  },
  { name: "cpu", unit: "cores", description: "CPU of all processes of the delivery pod, while all play." },
  { name: "memory", unit: "MB", description: "Most memory of all processes of the delivery pod." },
  {
    name: "origin-requests",
    unit: "requests/s",
    description: "Requests for playlists and segments that reached ingest, while all play.",
  },
  { name: "rate", unit: "MB/s", description: "Video that the viewers got, with the time in which they began." },
  {
    name: "generator-load",
    unit: "cores",
    description: "CPU of the generator of viewers itself, of the one core that it has.",
  },
  { name: "generator-lag", unit: "s", description: "How late the generator's own timers were: 99 of 100 were better." },
];

/** Those that are to be none: nothing can be held against nothing. */
const counts: readonly string[] = ["errors", "late", "most-late"];

function nameOf(measure: string, load: number): string {
  return `viewers.${measure}.${load}`;
}

const metrics = loads.flatMap((load) =>
  measures.map(({ name, unit, description, goal }): MetricDescription => {
    // What must not grow with the load.
    const steady = name === "origin-requests" && load !== fewest;
    return {
      ...{ name: nameOf(name, load), unit, description: `${load} viewers. ${description}` },
      ...(load === fewest || counts.includes(name) ? {} : { reference: nameOf(name, fewest) }),
      ...(goal ? { goal } : steady ? { goal: { of: "ratio", atMost: 1.25 } as const } : {}),
      quick: quickLoads.includes(load),
    };
  }),
);

function growth(measure: string, title: string, unit: string): Plot {
  const points = loads.map((load) => ({ metric: nameOf(measure, load), series: "one delivery worker", x: load }));
  return { file: `viewers-${measure}`, title, kind: "lines", x: "viewers", y: unit, points };
}

export const viewers: Bench = {
  name: "viewers",
  description: `One live stream of 500 kbit/s, published by ffmpeg, through both tiers with the storage \`origin\` and fragments of 2 s. Each viewer
(tools/viewers) has a connection and an address of its own, takes the master playlist, the media playlist once a fragment, begins three segments
behind the newest one, and takes each segment once; its playback is a clock that stops where a segment is late. Delivery has one core, and one worker
on it; the viewers, ingest and the publisher share another one. The generator tells how late its own timers were and what CPU it took; a run in which it was
the bottleneck is tried once more, and is then marked as not valid: it says nothing of delivery.`,
  metrics,
  plots: [
    growth("cpu", "CPU of delivery by viewers", "cores"),
    growth("origin-requests", "Requests that reach ingest by viewers", "requests/s"),
    growth("memory", "Memory of delivery by viewers", "MB"),
  ],
  run: measure,
};

async function measure(context: BenchContext): Promise<Samples> {
  const { quick, signal, folder, say, doubt } = context;
  await using running = new AsyncDisposableStack();
  // Where it is missing it is built, which must not take place while anything plays.
  await fetchedTool("viewers");
  say("starting both tiers and a publisher");
  const delivered = await startDeliveredStream(folder, running);
  const samples: Record<string, number[]> = {};
  for (let turn = 1; turn <= (quick ? 1 : 2); turn++) {
    for (const load of loads.filter((each) => !quick || quickLoads.includes(each))) {
      signal.throwIfAborted();
      say(`turn ${turn}: ${load} viewers`);
      const first = await play(delivered, load, context);
      // Other work on the machine may be the cause, and may be over.
      const values = first.report.saturated ? await play(delivered, load, context) : first;
      for (const { name } of measures) {
        const full = nameOf(name, load);
        addSample(samples, full, values.metrics[name] ?? Number.NaN);
        if (values.report.saturated) doubt(full, `the generator was the bottleneck: ${values.report.saturated}`);
      }
      const [error] = values.report.errorTexts;
      if (error) process.stderr.write(`\n${load} viewers: ${values.report.errors} errors, such as ${error}\n`);
    }
  }
  return samples;
}

async function play(
  delivered: DeliveredStream,
  load: number,
  { signal }: BenchContext,
): Promise<{ readonly report: ViewerLoadReport; readonly metrics: Readonly<Record<string, number>> }> {
  const state = async () => {
    const [cpu, requests] = await Promise.all([delivered.cpuSeconds(), delivered.originRequests()]);
    return { cpu, requests, at: performance.now() / 1000 };
  };
  let before = await state();
  await delivered.forgetPeak();
  const report = await runViewerLoad({
    ...{ url: delivered.url, viewers: load, rampSeconds: 5, steadySeconds: 20, signal },
    onSteady: async () => {
      before = await state();
    },
  });
  const after = await state();
  const elapsed = after.at - before.at;
  return {
    report,
    metrics: {
      errors: report.errors,
      late: report.lateSegments,
      "most-late": report.lateMost / delivered.fragmentSeconds,
      "download-p99": report.downloadP99,
      cpu: (after.cpu - before.cpu) / elapsed,
      memory: (await delivered.peakBytes()) / 1e6,
      "origin-requests": (after.requests - before.requests) / elapsed,
      rate: report.bytes / 1e6 / report.seconds,
      "generator-load": report.load,
      "generator-lag": report.lagP99,
    },
  };
}
