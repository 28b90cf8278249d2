/** The ladder's ffmpeg, taken out of a configuration and given a file instead of a stream. */
import { join } from "node:path";
import { execa } from "execa";
import { template, tierFiles } from "../chart/index.ts";
import { chartFolder, ToolError } from "../core/index.ts";
import { systemTool } from "../tools/index.ts";
import { type Directive, parseConfiguration } from "../verify/index.ts";
import {
  predecessorRenditionArguments,
  predecessorRenditions,
  predecessorSyncArguments,
} from "./predecessor-service.ts";

/** Stands for the folder of a ladder's files, in its arguments. */
const folderMark = "{folder}";

/** ffmpeg's arguments for a ladder. */
export interface LadderCommand {
  /** What comes before the input. */
  readonly input: readonly string[];
  /** What comes behind it. Each file goes to a folder that is set later. */
  readonly outputs: readonly string[];
  /** Names of the files, by the rendition that is encoded, and of a poster where there is one. */
  readonly files: Readonly<Record<string, string>>;
}

/**
 * The ladder that the chart renders, without its copy.
 * @param inline values to render with
 * @param values values files, before those
 */
export async function chartLadder(
  inline: Readonly<Record<string, unknown>> = {},
  values: readonly string[] = [],
): Promise<LadderCommand> {
  const manifests = await template(chartFolder, { inline, values });
  const configuration = parseConfiguration(tierFiles(manifests, "ingest")["ingest.conf"] ?? "");
  const words = find(configuration, "exec_push")?.arguments.slice(1) ?? [];
  const end = words.indexOf("-i");
  const outputs: string[] = [];
  const files: Record<string, string> = {};
  const fileOf = (name: string, ending: string): string => {
    files[name] = `${name}.${ending}`;
    return `${folderMark}/${files[name]}`;
  };
  let output: string[] = [];
  for (const word of words.slice(end + 2)) {
    output.push(word);
    if (!/\$\{name\}[_.]/.test(word)) continue;
    if (!output.includes("copy")) {
      const place = word
        .replaceAll(/rtmp:[^|]*\$\{name\}_(\w+)/g, (_, name: string) => fileOf(name, "flv"))
        .replace(/[^\]]*\$\{name\}\.jpg$/, () => fileOf("poster", "jpg"));
      outputs.push(...output.slice(0, -1), place);
    }
    output = [];
  }
  return { input: words.slice(0, end), outputs, files };
}

/**
 * The predecessor's ladder, without its copy.
 * @param crf libx264's constant rate factor, for all or by the rendition; the predecessor's own is 23
 * @param keyframes seconds between keyframes; by default libx264's own 250 frames, as in the predecessor
 * @param names of the renditions; all of them by default
 */
export function predecessorLadder(
  crf: number | ((name: string) => number),
  keyframes?: number,
  names: readonly string[] = predecessorRenditions.map(({ suffix }) => suffix),
): LadderCommand {
  const forced = keyframes === undefined ? [] : ["-force_key_frames", `expr:gte(t,n_forced*${keyframes})`];
  const renditions = predecessorRenditions.filter(({ suffix }) => names.includes(suffix));
  const outputs = renditions.flatMap((rendition) => {
    const factor = typeof crf === "number" ? crf : crf(rendition.suffix);
    const words = [...predecessorRenditionArguments(rendition, ["-crf", String(factor)]), ...forced, "-f", "flv"];
    return [...predecessorSyncArguments, ...words, `${folderMark}/${rendition.suffix}.flv`];
  });
  return { input: [], outputs, files: Object.fromEntries(renditions.map(({ suffix }) => [suffix, `${suffix}.flv`])) };
}

/** What became of a ladder. */
export interface LadderRun {
  /** CPU seconds of ffmpeg, of user and system together. */
  readonly cpuSeconds: number;
  /** Files by the output's name. */
  readonly files: Readonly<Record<string, string>>;
}

/**
 * Runs a ladder over a file, as fast as it goes.
 * @param folder for what it writes
 * @throws ToolError when ffmpeg fails
 */
export async function runLadder(
  ladder: LadderCommand,
  source: string,
  folder: string,
  signal: AbortSignal,
): Promise<LadderRun> {
  const files = Object.fromEntries(Object.entries(ladder.files).map(([name, file]) => [name, join(folder, file)]));
  // ffmpeg's own word on its CPU is one of its messages.
  const input = ladder.input.map((word, index) => (ladder.input[index - 1] === "-loglevel" ? "info" : word));
  const outputs = ladder.outputs.map((word) => word.replaceAll(folderMark, folder));
  const args = ["-nostdin", "-nostats", "-benchmark", "-y", ...input, "-i", source, ...outputs];
  const result = await execa(await systemTool("ffmpeg"), args, { reject: false, cancelSignal: signal });
  const [, user, system] = /bench: utime=([\d.]+)s stime=([\d.]+)s/.exec(result.stderr) ?? [];
  if (result.failed || user === undefined) {
    signal.throwIfAborted();
    throw new ToolError({
      ...{ what: `The ladder's ffmpeg failed: ${result.stderr.trim().split("\n").at(-1)}`, where: source },
      ...{ hint: "Try its command by hand.", command: result.escapedCommand, output: result.stderr },
    });
  }
  return { cpuSeconds: Number(user) + Number(system), files };
}

function find(directives: readonly Directive[], name: string): Directive | undefined {
  for (const directive of directives) {
    const found = directive.name === name ? directive : find(directive.block ?? [], name);
    if (found) return found;
  }
  return undefined;
}
