import { ensureWatchPage } from "../../chart/index.ts";
import { fetchedTool } from "../../tools/index.ts";
import type { Bench, BenchContext, MetricDescription, Plot, PlotPoint, Samples } from "../bench.ts";
import { ethernetMtu, mayHaveOwnNetwork } from "../own-network.ts";
import { type Case, candidates, cases, type Measure, measures, nameOf } from "./cases.ts";
import { measureInOwnNetwork } from "./in-own-network.ts";
import { measureDelivery } from "./measure.ts";
import { ensureLoadProgram } from "./wrk.ts";

const metrics = cases.flatMap((each) =>
  (["throughput", "efficiency"] as const).map((measure) => describe(each, measure)),
);

function describe(each: Case, measure: Measure): MetricDescription {
  const { candidate, kind, connections, quick } = each;
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
    quick,
  };
}

const plots = (["segments", "playlists"] as const).map((kind): Plot => {
  const points = cases
    .filter((each) => each.kind === kind)
    .map((each): PlotPoint => {
      return { metric: nameOf(each, "throughput"), series: each.candidate, x: `${each.connections} connections` };
    });
  const title = `${kind === "segments" ? "Segments of 400 KB" : "Playlists"} of one worker`;
  return { file: `delivery-${kind}`, title, kind: "bars", x: "", y: measures[kind].throughput, points };
});

export const delivery: Bench = {
  name: "delivery",
  description: `One nginx worker on a core of its own, and wrk on another one, which asks as fast as it is answered, over a loopback with
packets of ${ethernetMtu} bytes, as between two machines. All that is compared takes turns, some seconds each. The bare nginx has
the same files, log lines and headers as the chart, and nothing else to do. A second of the worker's CPU counts what a second on a
core that it has for itself would be; the two differ where wrk is the slower one, or where the worker waits for the disk. A segment
has 400 KB: 1000 MB/s are 2500 requests a second.`,
  metrics,
  plots,
  run,
};

async function run(context: BenchContext): Promise<Samples> {
  // What is fetched and built: there is no way out of the other network.
  await Promise.all([ensureLoadProgram(), fetchedTool("helm"), ensureWatchPage()]);
  if (await mayHaveOwnNetwork()) return measureInOwnNetwork(context);
  const samples = await measureDelivery(context);
  const reason = "measured with loopback's own packets of 64 KB: this system permits no network namespace";
  for (const name of Object.keys(samples).filter((each) => each.includes(".segments."))) context.doubt(name, reason);
  return samples;
}
