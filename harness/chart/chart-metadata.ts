import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { load } from "js-yaml";
import { chartFolder } from "../core/index.ts";

/** The file of a chart that says what the chart is. */
export const chartMetadataFile = "Chart.yaml";

/** What Chart.yaml says. */
export interface ChartMetadata {
  readonly [field: string]: unknown;
  readonly name: string;
  readonly version: string;
  /** The image's tag. */
  readonly appVersion: string;
  /** A range of the Kubernetes versions that the chart admits. */
  readonly kubeVersion?: string;
  readonly sources?: readonly string[];
  readonly annotations: Readonly<Record<string, string>>;
}

/** What a chart's Chart.yaml says. */
export async function readChartMetadata(chart = chartFolder): Promise<ChartMetadata> {
  return parseChartMetadata(await readFile(join(chart, chartMetadataFile), "utf8"));
}

/** @param text a Chart.yaml */
export function parseChartMetadata(text: string): ChartMetadata {
  const { appVersion, annotations, ...metadata } = load(text) as ChartMetadata;
  // YAML takes 1.0 for a number.
  return { ...metadata, appVersion: String(appVersion), annotations: annotations ?? {} };
}
