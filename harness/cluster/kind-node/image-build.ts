import type { Progress } from "../../core/index.ts";
import { docker, proxies } from "../../image/index.ts";

export interface StageOptions {
  /** The folder that the builder sees; it has the Dockerfile. */
  readonly context: string;
  /** The image to start from. */
  readonly base: string;
  /** Names of the image. */
  readonly tags: readonly string[];
  /** Further arguments of the build. */
  readonly values?: Readonly<Record<string, string>>;
}

/**
 * Builds one stage of the node's Dockerfile. Docker keeps each step that succeeded.
 * @throws ToolError when it fails
 */
export async function buildStage(stage: string, options: StageOptions, progress: Progress): Promise<void> {
  const { context, base, tags, values = {} } = options;
  const given = Object.entries({ BASE: base, ...values }).flatMap(([name, value]) => [
    "--build-arg",
    `${name}=${value}`,
  ]);
  const named = tags.flatMap((tag) => ["--tag", tag]);
  // The machine's own network: what reaches its package mirror then holds for the build as well.
  const args = ["build", "--network", "host", "--target", stage, ...given, ...named, ...proxies(), context];
  const hint = "Read the message above. Check the connection to Debian's package mirror and the disk's space.";
  await docker(args, { hint, onLine: (line) => progress(`${stage}: ${line.trim()}`) });
}
