/** Chart.yaml, rewritten for a release without touching anything else in it. */
import { dump, load } from "js-yaml";
import { parseDocument, Scalar } from "yaml";
import { chartMetadataFile, parseChartMetadata } from "../chart/index.ts";
import type { Change } from "./changelog.ts";

/** Chart.yaml, below the repository's root. */
export const chartManifestPath = `chart/${chartMetadataFile}`;

/** Artifact Hub reads what a version changes from this annotation: YAML inside a string. */
const changesAnnotation = "artifacthub.io/changes";

export interface ChartRelease {
  readonly version: string;
  /** The image's tag. */
  readonly appVersion: string;
  /** What Artifact Hub tells of the version. */
  readonly changes: readonly Change[];
}

/** What Chart.yaml says now. */
export function readChartManifest(text: string): ChartRelease {
  const { version, appVersion, annotations } = parseChartMetadata(text);
  return { version, appVersion, changes: load(annotations[changesAnnotation] ?? "[]") as Change[] };
}

/**
 * Chart.yaml of a release. Comments, order and the form of all other lines stay.
 * @param text Chart.yaml as it is
 */
export function releaseChartManifest(text: string, { version, appVersion, changes }: ChartRelease): string {
  const document = parseDocument(text);
  document.set("version", version);
  document.set("appVersion", appVersion);
  const told = new Scalar(dump(changes, { lineWidth: -1 }));
  told.type = Scalar.BLOCK_LITERAL;
  document.setIn(["annotations", changesAnnotation], told);
  return document.toString({ lineWidth: 0, flowCollectionPadding: false });
}
