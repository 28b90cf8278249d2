import { execa } from "execa";
import { runTool } from "../core/index.ts";

/**
 * Runs git.
 * @param args its arguments
 * @param folder where: a working tree
 * @returns its stdout, without the last line's end
 * @throws ToolError when it fails
 */
export function git(args: readonly string[], folder: string): Promise<string> {
  const hint = "Read git's message above, put right what it names, and start the same command again.";
  return runTool("git", args, { cwd: folder, where: folder, hint });
}

/** Does a command of git that answers by its exit code say yes? */
export async function gitSays(args: readonly string[], folder: string): Promise<boolean> {
  const { exitCode } = await execa("git", args, { cwd: folder, reject: false });
  return exitCode === 0;
}
