import type { Bench } from "./bench.ts";

/** All benchmarks, in the order in which they run and in which the page has them. */
export const benches: readonly Bench[] = [];
