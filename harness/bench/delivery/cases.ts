import type { CandidateName, ObjectKind } from "./candidates.ts";

/** What each load is measured in. */
export const measures = {
  segments: { throughput: "MB/s", efficiency: "MB/CPU-s", goal: 0.95 },
  playlists: { throughput: "requests/s", efficiency: "requests/CPU-s", goal: 0.9 },
} as const;

export type Measure = "throughput" | "efficiency";

/** In words, and whether it is to be as fast as the bare nginx. */
export const candidates: Readonly<Record<CandidateName, { readonly what: string; readonly hasGoal: boolean }>> = {
  bare: { what: "a bare nginx, which has one file and one log to write", hasGoal: false },
  shared: { what: "this chart with the storage `shared`", hasGoal: true },
  "origin-warm": { what: "this chart with the storage `origin`, from delivery's cache", hasGoal: true },
  "origin-cold": { what: "this chart with the storage `origin`, each object for the first time", hasGoal: false },
  predecessor: { what: "the configuration of the system that this one replaces", hasGoal: false },
};

/** One load that is measured: of one candidate, with one kind of object, over so many connections. */
export interface Case {
  readonly candidate: CandidateName;
  readonly kind: ObjectKind;
  readonly connections: number;
  readonly quick: boolean;
}

/** In the order of a turn. Those that write a cache come last: the disk is busy for a while afterwards. */
export const cases: readonly Case[] = [64, 1000]
  .flatMap((connections, index) =>
    (["segments", "playlists"] as const).flatMap((kind) =>
      (Object.keys(candidates) as CandidateName[])
        .filter((candidate) => kind === "segments" || candidate !== "origin-cold")
        .map((candidate) => ({ candidate, kind, connections, quick: index === 0 })),
    ),
  )
  .toSorted((a, b) => Number(a.candidate === "origin-cold") - Number(b.candidate === "origin-cold"));

/** Name of a case's metric. */
export function nameOf({ candidate, kind, connections }: Omit<Case, "quick">, measure: Measure): string {
  return `delivery.${kind}.${candidate}.${connections}.${measure}`;
}
