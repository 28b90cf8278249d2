import type { ChildProcess } from "./child-process.ts";
import { waitFor } from "./waiting.ts";

/**
 * Waits until a program that was started does its work.
 * @param what the program and where it answers, such as `the registry at 127.0.0.1:5000`
 * @param check throws as long as it does not
 * @throws ToolError with the last lines of its log when it ends, WaitError when it is not ready in time
 */
export async function waitForStart(child: ChildProcess, what: string, check: () => Promise<void>): Promise<void> {
  const ended = new AbortController();
  void child.ended().then(() => ended.abort());
  // Of one that ended its own words tell why; and if something answered all the same, it was another program.
  await waitFor(what, { seconds: 20, period: 50, signal: ended.signal }, check).finally(() => child.assertRunning());
}
