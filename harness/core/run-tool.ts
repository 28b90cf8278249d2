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
  const { hint, cwd, env, input, onLine, timeout } = options;
  const running = execa(program, args, {
    reject: false,
    all: true,
    ...(cwd === undefined ? {} : { cwd }),
    ...(env === undefined ? {} : { env }),
    ...(input === undefined ? {} : { input }),
    ...(timeout === undefined ? {} : { timeout }),
  });
  if (onLine) for await (const line of running.iterable({ from: "all" })) onLine(line);
  const { failed, stdout, stderr, all, escapedCommand: command, shortMessage, cause } = await running;
  if (!failed) return stdout;
  const title = options.title ?? [basename(program), ...args.slice(0, 1)].join(" ");
  const output = all ?? "";
  const reason = lastLines(stderr ?? "") || lastLines(output) || shortMessage || "it said nothing";
  throw new ToolError({
    what: `${title} failed:\n${reason}`,
    where: options.where ?? command,
    ...{ hint, command, output, cause },
  });
}

function lastLines(text: string): string {
  return text.trim().split("\n").slice(-shownLines).join("\n");
}
