import { execa } from "execa";
import { findProgram, ToolError } from "../core/index.ts";

export interface DockerOptions {
  /** What to do when it fails. */
  readonly hint: string;
  /** Text for its standard input. */
  readonly input?: string;
  /** Told each line that it prints, as it prints it. */
  readonly onLine?: (line: string) => void;
  /** Milliseconds after which it is ended, as a failure. */
  readonly timeout?: number;
}

/**
 * Runs the docker client.
 * @param args its arguments
 * @returns its stdout
 * @throws ToolError when it fails
 */
export async function docker(args: readonly string[], options: DockerOptions): Promise<string> {
  const { hint, input, onLine, timeout } = options;
  const running = execa("docker", args, {
    reject: false,
    all: true,
    ...(input === undefined ? {} : { input }),
    ...(timeout === undefined ? {} : { timeout }),
  });
  if (onLine) for await (const line of running.iterable({ from: "all" })) onLine(line);
  const { failed, stdout, all, escapedCommand, shortMessage } = await running;
  if (!failed) return stdout;
  const last = all?.trimEnd().split("\n").slice(-6).join("\n") || shortMessage;
  const what = `docker ${args[0]} failed:\n${last}`;
  throw new ToolError({ what, where: escapedCommand, hint, command: escapedCommand, output: all ?? "" });
}

/** The version of the Docker daemon that answers, undefined when none does. */
export async function dockerVersion(): Promise<string | undefined> {
  if (!(await findProgram("docker"))) return undefined;
  const args = ["version", "--format", "{{.Server.Version}}"];
  const { failed, stdout } = await execa("docker", args, { reject: false, timeout: 10_000 });
  return failed ? undefined : stdout.trim();
}

/**
 * What an image says of itself.
 * @param image its name
 * @returns undefined when there is no such image here
 */
export async function inspectImage(image: string): Promise<DockerImage | undefined> {
  const { failed, stdout } = await execa("docker", ["image", "inspect", image], { reject: false });
  if (failed) return undefined;
  const [found] = JSON.parse(stdout) as { Size: number; Config: { Labels?: Record<string, string> | null } }[];
  return found && { bytes: found.Size, labels: found.Config.Labels ?? {} };
}

export interface DockerImage {
  /** Size on disk, unpacked. */
  readonly bytes: number;
  readonly labels: Readonly<Record<string, string>>;
}
