/** The ladder's ffmpeg, taken out of a configuration and given a file instead of a stream. */
import { join } from "node:path";
import { execa } from "execa";
import { ToolError } from "../errors.ts";
import { template } from "../helm.ts";
import { type Directive, parseConfiguration } from "../nginx-syntax.ts";
import { chartFolder } from "../project.ts";
import { tierFiles } from "../tier.ts";
import { systemTool } from "../tools.ts";
import { seedRenditionArguments, seedRenditions, seedSyncArguments } from "./seed-service.ts";

/** ffmpeg's arguments for a ladder. */
export interface LadderCommand {
  /** What comes before the input. */
  readonly input: readonly string[];
  /** Renditions that are encoded, and a poster where there is one, without where they go. */
  readonly outputs: readonly LadderOutput[];
}

export interface LadderOutput {
  readonly name: string;
  readonly arguments: readonly string[];
  /** Ending of its file. */
  readonly format: "flv" | "jpg";
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
  const input = words.slice(0, end);
  const outputs: LadderOutput[] = [];
  let output: string[] = [];
  for (const word of words.slice(end + 2)) {
    const [, name, poster] = /^rtmp:.*\$\{name\}_(\w+)$|(\$\{name\}\.jpg)$/.exec(word) ?? [];
    if (name === undefined && poster === undefined) {
      output.push(word);
      continue;
    }
    if (!output.includes("copy")) {
      outputs.push({ name: name ?? "poster", arguments: output, format: name === undefined ? "jpg" : "flv" });
    }
    output = [];
  }
  return { input, outputs };
}

/**
 * The seed's ladder, without its copy.
 * @param crf libx264's constant rate factor, for all or by the rendition; the seed's own is 23
 * @param keyframes seconds between keyframes; libx264's own 250 frames, as the seed has it, unless told
 */
export function seedLadder(crf: number | ((name: string) => number), keyframes?: number): LadderCommand {
  const forced = keyframes === undefined ? [] : ["-force_key_frames", `expr:gte(t,n_forced*${keyframes})`];
  const outputs = seedRenditions.map((rendition) => {
    const factor = typeof crf === "number" ? crf : crf(rendition.suffix);
    const words = [...seedRenditionArguments(rendition, ["-crf", String(factor)]), ...forced, "-f", "flv"];
    return { name: rendition.suffix, format: "flv" as const, arguments: words };
  });
  return {
    input: [],
    outputs: outputs.map((output) => ({ ...output, arguments: [...seedSyncArguments, ...output.arguments] })),
  };
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
  const files = Object.fromEntries(ladder.outputs.map(({ name, format }) => [name, join(folder, `${name}.${format}`)]));
  // ffmpeg's own word on its CPU is one of its messages.
  const input = ladder.input.map((word, index) => (ladder.input[index - 1] === "-loglevel" ? "info" : word));
  const outputs = ladder.outputs.flatMap((output) => [...output.arguments, files[output.name] ?? ""]);
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
