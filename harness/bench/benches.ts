import type { Bench } from "./bench.ts";
import { delivery } from "./delivery/delivery.ts";
import { growth } from "./growth/growth.ts";
import { harness } from "./harness/harness.ts";
import { ladder } from "./ladder.ts";
import { latency } from "./latency.ts";
import { start } from "./start.ts";
import { viewers } from "./viewers/viewers.ts";

/** All benchmarks, in the order in which they run and in which the page has them. */
export const benches: readonly Bench[] = [delivery, viewers, growth, latency, ladder, start, harness];
