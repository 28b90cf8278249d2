/** The chart's default ladder at other bitrates. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { load } from "js-yaml";
import { chartFolder } from "../core/index.ts";
import { predecessorRenditions } from "./predecessor-service.ts";

interface Rendition {
  readonly name: string;
  /** Absent from a copy, such as `1920k` elsewhere. */
  readonly videoBitrate?: string;
}

/** Renditions that the default ladder and the predecessor's both encode. */
export const comparedRenditions: readonly string[] = predecessorRenditions.map(({ suffix }) => suffix);

interface DefaultValues {
  readonly ladder: readonly Rendition[];
  readonly hls: { readonly fragment: number };
}

async function defaultValues(): Promise<DefaultValues> {
  return load(await readFile(join(chartFolder, "values.yaml"), "utf8")) as DefaultValues;
}

/** Seconds of a fragment by the chart's own values. */
export async function fragmentSeconds(): Promise<number> {
  return (await defaultValues()).hls.fragment;
}

/**
 * Values with the default ladder, its video bitrates multiplied.
 * @param factor 1 for the default
 */
export async function ladderAt(factor: number): Promise<{ readonly ladder: readonly Rendition[] }> {
  const { ladder } = await defaultValues();
  return {
    ladder: ladder.map((rendition) =>
      rendition.videoBitrate === undefined
        ? rendition
        : { ...rendition, videoBitrate: `${Math.round(Number.parseInt(rendition.videoBitrate, 10) * factor)}k` },
    ),
  };
}

/** Values with one rendition of the default ladder, alone. */
export async function ladderOf(name: string): Promise<{ readonly ladder: readonly Rendition[] }> {
  const { ladder } = await defaultValues();
  return { ladder: ladder.filter((rendition) => rendition.name === name) };
}
