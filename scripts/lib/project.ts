import { join } from "node:path";

/** The repository's root folder. */
export const projectRoot = join(import.meta.dirname, "../..");
/** The chart's folder. */
export const chartFolder = join(projectRoot, "chart");
