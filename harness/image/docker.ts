import { execa } from "execa";
import { findProgram, runTool, type ToolOptions } from "../core/index.ts";

/**
 * Runs the docker client.
 * @param args its arguments
 * @returns its stdout
 * @throws ToolError when it fails
 */
export function docker(args: readonly string[], options: ToolOptions): Promise<string> {
  return runTool("docker", args, options);
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
