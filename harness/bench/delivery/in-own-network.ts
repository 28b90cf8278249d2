/**
 * Measures delivery in a network namespace of its own, as a program: its process and all that it starts are in there.
 * It tells its messages and at last the samples, a line of JSON each. Arguments: the folder, and `quick` for the quick
 * run.
 */
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { execa } from "execa";
import { HarnessError, interruptionSignal } from "../../core/index.ts";
import type { BenchContext, Samples } from "../bench.ts";
import { inOwnNetwork } from "../own-network.ts";
import { measureDelivery } from "./measure.ts";

type Message = { readonly say: string } | { readonly samples: Samples };

/**
 * Runs this file as that program.
 * @throws HarnessError when it fails
 */
export async function measureInOwnNetwork(context: Omit<BenchContext, "doubt" | "harnessReports">): Promise<Samples> {
  const args = [...process.execArgv, import.meta.filename, context.folder, ...(context.quick ? ["quick"] : [])];
  const [program, ...rest] = inOwnNetwork(process.execPath, args);
  // The first signal makes it stop all that it started, however long that takes. A second one would leave it running.
  const child = execa(program, rest, { reject: false, forceKillAfterDelay: false });
  context.signal.addEventListener("abort", () => child.kill("SIGTERM"), { once: true });
  let samples: Samples = {};
  for await (const line of createInterface({ input: child.stdout as Readable })) {
    const message = JSON.parse(line) as Message;
    if ("say" in message) context.say(message.say);
    else samples = message.samples;
  }
  const { failed, stderr } = await child;
  context.signal.throwIfAborted();
  if (!failed) return samples;
  const hint = "Read what it says, and start the benchmark again.";
  throw new HarnessError({ what: `The measurement failed:\n${stderr}`, where: import.meta.filename, hint });
}

function tell(message: Message): void {
  process.stdout.write(`${JSON.stringify(message)}\n`);
}

if (import.meta.main) {
  const [folder = "", length] = process.argv.slice(2);
  const say = (message: string): void => tell({ say: message });
  const context = { folder, quick: length === "quick", signal: interruptionSignal(), say };
  tell({ samples: await measureDelivery(context) });
}
