import { readdir, readFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { diff } from "node:util";
import { dump, load } from "js-yaml";
import { type Manifest, readChartMetadata, template } from "../chart/index.ts";
import { chartFolder, projectRoot } from "../core/index.ts";
import { title } from "./policy/objects.ts";

/** Where the goldens are checked in, one file an example, of the example's name. */
export const goldensFolder = join(projectRoot, "test", "goldens");
const examplesFolder = join(projectRoot, "values-examples");

/** The example whose configuration is kept in full; the others keep what differs from it. */
const reference = "minimal.yaml";

/** Objects by `Kind/name`, without what changes for no reason that a reviewer cares about. */
export type Golden = Readonly<Record<string, unknown>>;

/**
 * Renders every example to what its golden shall be.
 * @returns the goldens by the examples' file names
 * @throws HelmError when an example cannot be rendered
 */
export async function renderGoldens(): Promise<Map<string, Golden>> {
  const files = (await readdir(examplesFolder)).filter((file) => file.endsWith(".yaml")).toSorted();
  const common = await render(reference);
  const chart = await chartFacts();
  const goldens = files.map(async (file) => {
    const manifests = await render(file);
    const shown = manifests.map((manifest) => [
      title(manifest),
      shorten(manifest, file === reference ? [] : common, chart),
    ]);
    const sorted = shown.toSorted(([a], [b]) => (String(a) < String(b) ? -1 : 1));
    if (new Set(sorted.map(([name]) => name)).size < sorted.length) throw new Error(`${file} has an object twice`);
    return [file, Object.fromEntries(sorted) as Golden] as const;
  });
  return new Map(await Promise.all(goldens));
}

/**
 * Reads the goldens that are checked in.
 * @returns the goldens by the examples' file names
 */
export async function readGoldens(): Promise<Map<string, Golden>> {
  const files = (await readdir(goldensFolder)).filter((file) => file.endsWith(".yaml")).toSorted();
  const read = async (file: string) => load(await readFile(join(goldensFolder, file), "utf8")) as Golden;
  return new Map(await Promise.all(files.map(async (file) => [file, await read(file)] as const)));
}

/** A golden as it is checked in. */
export function goldenText(golden: Golden): string {
  return dump(golden, { lineWidth: -1, noRefs: true });
}

function render(file: string): Promise<Manifest[]> {
  return template(chartFolder, { values: [join(examplesFolder, file)] });
}

interface ChartFacts {
  readonly appVersion: string;
  /** The chart's own files by their contents. */
  readonly files: ReadonlyMap<string, string>;
}

async function chartFacts(): Promise<ChartFacts> {
  const { appVersion } = await readChartMetadata();
  const folder = join(chartFolder, "files");
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const files = await Promise.all(
    paths.map(async (path) => [comparable(await readFile(path, "utf8")), basename(path)] as const),
  );
  return { appVersion, files: new Map(files) };
}

/** Indenting a file inside a template may cost its last line's end. */
function comparable(text: string): string {
  return text.trim();
}

function shorten(manifest: Manifest, common: readonly Manifest[], chart: ChartFacts): unknown {
  const twin = common.find((other) => title(other) === title(manifest));
  const texts = manifest.kind === "ConfigMap" ? dataOf(manifest) : {};
  const data = Object.entries(texts).map(([name, text]) => [name, shortText(text, dataOf(twin)[name], chart)]);
  const replaced = data.length > 0 ? { ...manifest, data: Object.fromEntries(data) } : manifest;
  return withoutVolatile(replaced, chart.appVersion);
}

function dataOf(manifest: Manifest | undefined): Readonly<Record<string, string>> {
  return (manifest?.["data"] ?? {}) as Record<string, string>;
}

/** A file of the chart by its name, a text that the reference has too by the lines that differ, any other in full. */
function shortText(text: string, common: string | undefined, { files }: ChartFacts): string {
  const file = files.get(comparable(text));
  if (file) return `the chart's ${file}, as it is`;
  if (common === undefined) return text;
  if (common === text) return `as in ${reference}`;
  const lines = diff(text.split("\n"), common.split("\n")).filter(([side]) => side !== 0);
  return lines.map(([side, line]) => `${side > 0 ? "+" : "-"} ${line}`).join("\n");
}

const volatile = ["helm.sh/chart", "app.kubernetes.io/version", "checksum/config"];

function withoutVolatile(value: unknown, appVersion: string): unknown {
  if (typeof value === "string" && value.endsWith(`:${appVersion}`)) return value.replace(/[^:]*$/, "APP-VERSION");
  if (Array.isArray(value)) return value.map((each) => withoutVolatile(each, appVersion));
  if (typeof value !== "object" || value === null) return value;
  const kept = Object.entries(value).filter(([key]) => !volatile.includes(key));
  return Object.fromEntries(kept.map(([key, each]) => [key, withoutVolatile(each, appVersion)]));
}
