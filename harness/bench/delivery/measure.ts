import { execa } from "execa";
import type { BenchContext, Samples } from "../bench.ts";
import { addSample } from "../metrics.ts";
import { type Candidate, startCandidates } from "./candidates.ts";
import { type Case, cases, nameOf } from "./cases.ts";
import { load, type Throughput } from "./wrk.ts";

/** Seconds of a load. The first turn warms up, and is short. */
const seconds = { first: 1, other: 2 } as const;

/** Measures all cases in turns. */
export async function measureDelivery(context: Omit<BenchContext, "doubt" | "harnessReports">): Promise<Samples> {
  const { quick, signal, folder, say } = context;
  await using running = new AsyncDisposableStack();
  say("starting every nginx");
  const started = await startCandidates(folder, running);
  const wanted = cases.filter((each) => each.quick || !quick);
  const samples: Record<string, number[]> = {};
  const turns = quick ? 3 : 4;
  const next = new Map<Candidate, number>();
  for (let turn = 0; turn <= turns; turn++) {
    // What the turn before left for the disk to write would take the time of this one.
    await execa("sync");
    for (const each of wanted) {
      signal.throwIfAborted();
      say(`turn ${turn} of ${turns}: ${each.kind} of ${each.candidate}, ${each.connections} connections`);
      const candidate = started.find(({ name }) => name === each.candidate);
      const object = candidate?.objects[each.kind];
      if (!candidate || !object) continue;
      const { url, worker } = candidate;
      const from = next.get(candidate) ?? 0;
      const length = { seconds: turn === 0 ? seconds.first : seconds.other, signal };
      const result = await load({
        ...{ url, worker, path: object.path, connections: each.connections, ...length },
        ...(object.count ? { numbers: { from, count: object.count } } : {}),
      });
      next.set(candidate, from + result.answered);
      if (turn > 0) addSamples(samples, each, result);
    }
  }
  return samples;
}

function addSamples(samples: Record<string, number[]>, each: Case, result: Throughput): void {
  const segments = each.kind === "segments";
  addSample(samples, nameOf(each, "throughput"), segments ? result.megabytes : result.requests);
  const efficiency = segments ? result.megabytesPerCpuSecond : result.requestsPerCpuSecond;
  addSample(samples, nameOf(each, "efficiency"), efficiency);
}
