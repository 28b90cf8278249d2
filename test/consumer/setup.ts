import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { packagedVersion } from "./charts.ts";
import { type SigningKey, signingKey } from "./signing-key.ts";

/** What every test of this project starts from. No test changes these files. */
export interface ConsumerRun {
  /** Signed the packages below. */
  readonly key: SigningKey;
  /** Signed nothing. */
  readonly stranger: SigningKey;
  /** Two signed versions of the chart, as archives. */
  readonly older: string;
  readonly newer: string;
  /** The newer version once more, unsigned and with other bytes. */
  readonly other: string;
}

export const olderVersion = "7.8.9";
export const newerVersion = "7.9.0";

declare module "vitest" {
  interface ProvidedContext {
    consumer: ConsumerRun;
  }
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), "hls-cloud-consumer-"));
  const inside = (name: string): string => join(folder, name);
  try {
    const [key, stranger] = [await signingKey(inside("key")), await signingKey(inside("stranger"))];
    const older = await packagedVersion(olderVersion, inside("older"), key);
    const newer = await packagedVersion(newerVersion, inside("newer"), key);
    const other = await packagedVersion(newerVersion, inside("other"));
    project.provide("consumer", { key, stranger, older, newer, other });
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    throw error;
  }
  return () => rm(folder, { recursive: true, force: true });
}
