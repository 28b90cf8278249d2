import { constants, setPriority } from "node:os";
import { basename } from "node:path";
import { execa } from "execa";
import { ToolError } from "./errors.ts";

export interface ToolOptions {
  /** What to do when it fails. */
  readonly hint: string;
  /** What it is called in messages; its name and first argument by default. */
  readonly title?: string;
  /** What the failure is about; the command line by default. */
  readonly where?: string;
  /** Folder that it runs in. */
  readonly cwd?: string;
  /** Further variables. */
  readonly env?: Readonly<Record<string, string>>;
  /** Text for its standard input. */
  readonly input?: string | undefined;
  /** Hears each line that it prints, as it prints it. */
  readonly onLine?: ((line: string) => void) | undefined;
  /** Milliseconds after which it is ended, as a failure. */
  readonly timeout?: number | undefined;
  /** Whatever else the machine does goes first. */
  readonly lowPriority?: boolean;
}

/** Lines of a failed tool's output that a message tells; the last ones name the reason. */
const shownLines = 12;

/**
 * Runs a program to its end.
 * @param program its name or path
 * @returns its stdout
 * @throws ToolError with the last lines of what it printed when it fails, or cannot be started
 */
export async function runTool(program: string, args: readonly string[], options: ToolOptions): Promise<string> {
  const { cwd, env, input, onLine, timeout } = options;
  const running = execa(program, args, {
    reject: false,
    all: true,
    ...(cwd === undefined ? {} : { cwd }),
    ...(env === undefined ? {} : { env }),
    ...(input === undefined ? {} : { input }),
    ...(timeout === undefined ? {} : { timeout }),
  });
  if (options.lowPriority) yieldToOthers(running.pid);
  if (onLine) for await (const line of running.iterable({ from: "all" })) onLine(line);
  const result = await running;
  if (!result.failed) return result.stdout;
  throw failure(result, { title: [basename(program), ...args.slice(0, 1)].join(" "), ...options });
}

/** A program, and its arguments. */
export type ToolCall = readonly [program: string, ...args: string[]];

/**
 * Hands what one program prints to the next one's standard input.
 * @returns the second program's stdout
 * @throws ToolError of the one that failed, of the first where both did
 */
export async function runPipe(
  [program, ...args]: ToolCall,
  [next, ...nextArgs]: ToolCall,
  options: Pick<ToolOptions, "hint" | "title" | "where">,
): Promise<string> {
  const source = execa(program, args, { reject: false, buffer: { stdout: false } });
  const target = await source.pipe(next, nextArgs, { reject: false });
  const failed = [await source, target].find((result) => result.failed);
  if (failed) throw failure(failed, { title: basename(program), ...options });
  return target.stdout;
}

/** What execa tells of a program that failed. */
interface Failed {
  readonly stderr?: unknown;
  readonly all?: unknown;
  readonly escapedCommand: string;
  readonly shortMessage?: string | undefined;
  readonly cause?: unknown;
}

function failure(result: Failed, { title, where, hint }: Pick<ToolOptions, "hint" | "title" | "where">): ToolError {
  const { stderr, all, escapedCommand: command, shortMessage, cause } = result;
  const output = textOf(all) || textOf(stderr);
  const reason = lastLines(textOf(stderr)) || lastLines(output) || shortMessage || "it said nothing";
  return new ToolError({ what: `${title} failed:\n${reason}`, where: where ?? command, hint, command, output, cause });
}

/** Tests that run meanwhile go first; what a program starts inherits its priority. */
function yieldToOthers(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    setPriority(pid, constants.priority.PRIORITY_BELOW_NORMAL);
  } catch {
    // It has ended already.
  }
}

function textOf(output: unknown): string {
  return typeof output === "string" ? output : "";
}

function lastLines(text: string): string {
  return text.trim().split("\n").slice(-shownLines).join("\n");
}
