import { readFile } from "node:fs/promises";
import { availableParallelism } from "node:os";
import { execa } from "execa";
import { descendants } from "../core/index.ts";

/** The core of what is measured, and that of what measures it: on one core, each would take the other's time. */
export const serverCore = 0;
export const generatorCore = 1;

const separate = availableParallelism() > generatorCore;

/**
 * Puts a process and its threads on a core, where there are two. What it starts later is there too.
 * @param pid one that runs
 */
export async function pin(pid: number, core: number): Promise<void> {
  if (separate) await execa("taskset", ["--all-tasks", "--cpu-list", "--pid", String(core), String(pid)]);
}

/** A command line that runs a program on a core, where there are two. */
export function pinned(core: number, program: string, args: readonly string[]): [string, ...string[]] {
  return separate ? ["taskset", "--cpu-list", String(core), program, ...args] : [program, ...args];
}

/**
 * The workers of an nginx.
 * @param master its process
 */
export function nginxWorkers(master: number): Promise<number[]> {
  return nginxProcesses(master, (title) => title.startsWith("nginx: worker process"));
}

/**
 * All processes of an nginx that stay: what loads its caches ends a minute after the start.
 * @param master its process
 */
export async function lastingProcesses(master: number): Promise<number[]> {
  return [master, ...(await nginxProcesses(master, (title) => !title.startsWith("nginx: cache loader")))];
}

async function nginxProcesses(master: number, isWanted: (title: string) => boolean): Promise<number[]> {
  const all = await descendants(master, "nginx");
  const titles = await Promise.all(all.map((pid) => readFile(`/proc/${pid}/cmdline`, "latin1").catch(() => "")));
  return all.filter((_, index) => isWanted(titles[index] ?? ""));
}
