import { execa } from "execa";
import { ToolError } from "../core/index.ts";

/**
 * Runs git.
 * @param args its arguments
 * @param folder where: a working tree
 * @returns its stdout, without the last line's end
 * @throws ToolError when it fails
 */
export async function git(args: readonly string[], folder: string): Promise<string> {
  const result = await execa("git", args, { cwd: folder, reject: false });
  if (!result.failed) return result.stdout;
  const what = result.stderr?.trim() || result.shortMessage || "git failed and said nothing.";
  const hint = "Read git's message above, put right what it names, and start the same command again.";
  throw new ToolError({ what, where: folder, hint, command: result.escapedCommand, cause: result });
}

/** Does a command of git that answers by its exit code say yes? */
export async function gitSays(args: readonly string[], folder: string): Promise<boolean> {
  const { exitCode } = await execa("git", args, { cwd: folder, reject: false });
  return exitCode === 0;
}
