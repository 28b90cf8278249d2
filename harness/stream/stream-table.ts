import Table from "cli-table3";
import type { RenditionReport } from "./stream-check.ts";

/** The renditions as a table for people. */
export function streamTable(renditions: readonly RenditionReport[]): string {
  const table = new Table({
    head: ["rendition", "resolution", "codecs", "kbit/s declared", "kbit/s measured", "segment", "aligned"],
    colAligns: ["left", "left", "left", "right", "right", "right", "left"],
    style: { head: [], border: [] },
  });
  for (const rendition of renditions) {
    table.push([
      rendition.name,
      `${rendition.width}x${rendition.height}`,
      rendition.codecs,
      Math.round(rendition.declaredBandwidth / 1000),
      Math.round(rendition.measuredBandwidth / 1000),
      `${rendition.segmentSeconds.toFixed(2)} s`,
      rendition.aligned ? "yes" : "no",
    ]);
  }
  return table.toString();
}
