import { readFile } from "node:fs/promises";
import { availableParallelism, cpus, release, totalmem } from "node:os";
import { execa } from "execa";
import { systemTool } from "../tools/index.ts";

/** Where it was measured: metrics of two machines cannot be compared. */
export interface Machine {
  readonly cpu: string;
  readonly cores: number;
  /** GiB. */
  readonly memory: number;
  readonly kernel: string;
  readonly nginx: string;
  readonly ffmpeg: string;
  /** Processes that wanted to run, in the last minute before the start: other work makes the metrics uncertain. */
  readonly loadBefore: number;
}

/** This machine, and the programs that are measured. */
export async function machineNow(): Promise<Machine> {
  const nginx = await execa(await systemTool("nginx"), ["-v"]);
  const ffmpeg = await execa(await systemTool("ffmpeg"), ["-version"]);
  const load = await readFile("/proc/loadavg", "utf8");
  return {
    cpu: cpus()[0]?.model.trim() ?? "unknown",
    cores: availableParallelism(),
    memory: Math.round(totalmem() / 2 ** 30),
    kernel: release(),
    nginx: /nginx\/(\S+)/.exec(nginx.stderr)?.[1] ?? "unknown",
    ffmpeg: /version (\S+)/.exec(ffmpeg.stdout)?.[1] ?? "unknown",
    loadBefore: Number(load.split(" ")[0]),
  };
}
