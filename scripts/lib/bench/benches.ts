import type { Bench } from "./bench.ts";
import { ladder } from "./ladder.ts";
import { latency } from "./latency.ts";
import { start } from "./start.ts";

/** All benchmarks, in the order in which they run and in which the page has them. */
export const benches: readonly Bench[] = [latency, ladder, start];
