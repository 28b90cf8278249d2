import { join } from "node:path";

/** The repository's root folder. */
export const projectRoot = join(import.meta.dirname, "../..");
/** The chart's folder. The mutation check (scripts/mutation.ts) puts a changed copy in its place. */
export const chartFolder = process.env["HLS_CLOUD_CHART"] ?? join(projectRoot, "chart");
