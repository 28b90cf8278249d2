/** Builds the njs modules that nginx runs: `npm run build:njs`. The result is checked in, since the chart carries it. */
import { buildNjs } from "../harness/chart/index.ts";

await buildNjs();
