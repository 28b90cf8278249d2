import { readFile } from "node:fs/promises";

/** Clock ticks a second in /proc, on every Linux that Node runs on. */
const ticksPerSecond = 100;

/** What a process has used. */
export interface Usage {
  /** CPU seconds since it started. */
  readonly cpuSeconds: number;
  /** Most memory that it had, in bytes. */
  readonly peakBytes: number;
}

/**
 * Processes below a process, on Linux.
 * @param name only those whose program has this name
 */
export async function descendants(pid: number, name?: string): Promise<number[]> {
  const text = await read(pid, `task/${pid}/children`);
  const children = text.split(" ").filter(Boolean).map(Number);
  const below = (await Promise.all(children.map((child) => descendants(child)))).flat();
  const all = [...children, ...below];
  if (name === undefined) return all;
  const names = await Promise.all(all.map(async (child) => (await read(child, "comm")).trim()));
  return all.filter((_, index) => names[index] === name);
}

/** What a process has used, on Linux; nothing when it is gone. */
export async function usage(pid: number): Promise<Usage> {
  // The name in brackets may hold spaces; what follows it does not.
  const fields = (await read(pid, "stat")).split(") ")[1]?.split(" ") ?? [];
  const ticks = Number(fields[11] ?? 0) + Number(fields[12] ?? 0);
  const [, kilobytes = "0"] = /VmHWM:\s+(\d+)/.exec(await read(pid, "status")) ?? [];
  return { cpuSeconds: ticks / ticksPerSecond, peakBytes: Number(kilobytes) * 1024 };
}

/** What processes have used together: the sum of the peaks too, which need not have been at the same moment. */
export async function totalUsage(pids: readonly number[]): Promise<Usage> {
  const usages = await Promise.all(pids.map((pid) => usage(pid)));
  const sum = (what: keyof Usage): number => usages.reduce((total, each) => total + each[what], 0);
  return { cpuSeconds: sum("cpuSeconds"), peakBytes: sum("peakBytes") };
}

async function read(pid: number, file: string): Promise<string> {
  return readFile(`/proc/${pid}/${file}`, "utf8").catch(() => "");
}
