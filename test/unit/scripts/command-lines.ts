/**
 * Types command lines: a program, since a process for each of them takes a second to load what the scripts import.
 * stdin: a JSON list of `[script, ...arguments]`; stdout: what each came to. A script is loaded anew each time, what it
 * imports once.
 */
import { join } from "node:path";
import { json } from "node:stream/consumers";
import { projectRoot } from "../../../harness/core/project.ts";

/** What a command line came to. */
export interface Ended {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

const lines = (await json(process.stdin)) as string[][];
const write = process.stdout.write.bind(process.stdout);
const ended: Ended[] = [];
for (const [index, line] of lines.entries()) ended.push(await type(line, index));
// Also where a script does its work all the same.
write(JSON.stringify(ended), () => process.exit(0));

async function type([script = "", ...args]: readonly string[], index: number): Promise<Ended> {
  const texts = { stdout: "", stderr: "" };
  for (const stream of ["stdout", "stderr"] as const) {
    process[stream].write = (chunk: string | Uint8Array) => {
      texts[stream] += String(chunk);
      return true;
    };
  }
  const file = join(projectRoot, "scripts", script);
  process.argv = [process.execPath, file, ...args];
  process.exitCode = undefined;
  await import(`${file}?${index}`).catch((error: unknown) => {
    texts.stderr += error instanceof Error ? error.stack : String(error);
    process.exitCode = 1;
  });
  return { exitCode: Number(process.exitCode ?? 0), ...texts };
}
