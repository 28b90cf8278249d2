import type { Bench, BenchContext, FigureDescription, Plot, PlotPoint, Samples } from "../bench.ts";
import { addSample } from "../figures.ts";
import { type Candidate, type CandidateName, type ObjectKind, startCandidates } from "./candidates.ts";
import { load, type Throughput } from "./wrk.ts";

/** What each load is measured in. */
const measures = {
  segments: { throughput: "MB/s", efficiency: "MB/CPU-s", goal: 0.95 },
  playlists: { throughput: "requests/s", efficiency: "requests/CPU-s", goal: 0.9 },
} as const;

const candidates: Readonly<Record<CandidateName, { readonly what: string; readonly hasGoal: boolean }>> = {
  bare: { what: "a bare nginx, which has one file and one log to write", hasGoal: false },
  shared: { what: "this chart with the storage `shared`", hasGoal: true },
  "origin-warm": { what: "this chart with the storage `origin`, from delivery's cache", hasGoal: true },
  "origin-cold": { what: "this chart with the storage `origin`, each object for the first time", hasGoal: false },
  seed: { what: "the configuration of the system that this one replaces", hasGoal: false },
};

const connectionCounts = [64, 1000] as const;
/** In the quick run. */
const [fewConnections] = connectionCounts;

/** One load that is measured: of one candidate, with one kind of object, over so many connections. */
interface Case {
  readonly candidate: CandidateName;
  readonly kind: ObjectKind;
  readonly connections: number;
}

const cases: readonly Case[] = connectionCounts.flatMap((connections) =>
  (["segments", "playlists"] as const).flatMap((kind) =>
    (Object.keys(candidates) as CandidateName[])
      .filter((candidate) => kind === "segments" || candidate !== "origin-cold")
      .map((candidate) => ({ candidate, kind, connections })),
  ),
);

function nameOf({ candidate, kind, connections }: Case, measure: "throughput" | "efficiency"): string {
  return `delivery.${kind}.${candidate}.${connections}.${measure}`;
}

const figures = cases.flatMap((each) =>
  (["throughput", "efficiency"] as const).map((measure) => describe(each, measure)),
);

function describe(each: Case, measure: "throughput" | "efficiency"): FigureDescription {
  const { candidate, kind, connections } = each;
  const { what, hasGoal } = candidates[candidate];
  const how = measure === "throughput" ? "a second" : "a second of the worker's CPU";
  const reference = candidate === "bare" ? {} : { reference: nameOf({ ...each, candidate: "bare" }, measure) };
  const goal = { of: "ratio", atLeast: measures[kind].goal } as const;
  return {
    name: nameOf(each, measure),
    unit: measures[kind][measure],
    description: `${kind === "segments" ? "Segments of 400 KB" : "Playlists"} in ${how} over ${connections} connections: ${what}.`,
    ...reference,
    ...(hasGoal ? { goal } : {}),
    quick: connections === fewConnections,
  };
}

const plots = (["segments", "playlists"] as const).map((kind): Plot => {
  const points = cases
    .filter((each) => each.kind === kind)
    .map((each): PlotPoint => {
      return { figure: nameOf(each, "throughput"), series: each.candidate, x: `${each.connections} connections` };
    });
  const title = `${kind === "segments" ? "Segments of 400 KB" : "Playlists"} of one worker`;
  return { file: `delivery-${kind}`, title, kind: "bars", x: "", y: measures[kind].throughput, points };
});

export const delivery: Bench = {
  name: "delivery",
  description: `One nginx worker on a core of its own, and wrk on another one, which asks as fast as it is answered. All that is compared takes
turns, some seconds each. The bare nginx has the same files, log lines and headers as the chart, and nothing else to do. A second of the
worker's CPU counts what a second on a core that it has for itself would be; the two differ where wrk is the slower one, or
where the worker waits for the disk. A segment has 400 KB: 1000 MB/s are 2500 requests a second.`,
  figures,
  plots,
  run: measure,
};

async function measure(context: BenchContext): Promise<Samples> {
  const { quick, signal, folder, say } = context;
  await using running = new AsyncDisposableStack();
  say("starting every nginx");
  const started = await startCandidates(folder, running);
  const wanted = cases.filter(({ connections }) => !quick || connections === fewConnections);
  const samples: Record<string, number[]> = {};
  const seconds = 2;
  const turns = quick ? 3 : 4;
  const next = new Map<Candidate, number>();
  // The first turn warms up, and is short.
  for (let turn = 0; turn <= turns; turn++) {
    for (const each of wanted) {
      signal.throwIfAborted();
      say(`turn ${turn} of ${turns}: ${each.kind} of ${each.candidate}, ${each.connections} connections`);
      const candidate = started.find(({ name }) => name === each.candidate);
      const object = candidate?.objects[each.kind];
      if (!candidate || !object) continue;
      const { url, worker } = candidate;
      const from = next.get(candidate) ?? 0;
      const result = await load({
        ...{ url, worker, path: object.path, connections: each.connections, seconds: turn === 0 ? 1 : seconds, signal },
        ...(object.count ? { numbers: { from, count: object.count } } : {}),
      });
      next.set(candidate, from + result.answered);
      if (turn > 0) keep(samples, each, result);
    }
  }
  return samples;
}

function keep(samples: Record<string, number[]>, each: Case, result: Throughput): void {
  const segments = each.kind === "segments";
  const values = {
    throughput: segments ? result.megabytes : result.requests,
    efficiency: segments ? result.megabytesPerCpuSecond : result.requestsPerCpuSecond,
  };
  for (const measure of ["throughput", "efficiency"] as const) {
    addSample(samples, nameOf(each, measure), values[measure]);
  }
}
