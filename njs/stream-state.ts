/**
 * What is remembered of a published stream from one second to the next: a file beside the process, as njs 0.7 keeps
 * nothing.
 */
import settings from "settings.js";
import { readText, remove, replaceText } from "./files.ts";
import type { Sample } from "./limits.ts";
import type { MasterState } from "./master.ts";
import type { RenditionLook } from "./rendition-looks.ts";

export interface StreamState {
  /** Milliseconds since 1970 when its publisher was accepted. */
  readonly since: number;
  readonly samples: readonly Sample[];
  readonly master: MasterState;
  /** The last look at each rendition that this publisher has segments of. */
  readonly looks: Record<string, RenditionLook>;
  /** How often ffmpeg began to read this publisher. */
  readonly transcoderStarts: number;
}

const SUFFIX = ".state";

/** What is remembered of a stream; undefined where no publisher of it was accepted. */
export function readState(name: string): StreamState | undefined {
  const text = readText(pathOf(name));
  return text === undefined ? undefined : (JSON.parse(text) as StreamState);
}

/** Begins to remember a stream. */
export function beginState(name: string, since: number): StreamState {
  const state = { since, samples: [], master: { peaks: {} }, looks: {}, transcoderStarts: 0 };
  replaceText(pathOf(name), JSON.stringify(state));
  return state;
}

/**
 * Replaces parts of what is remembered of a stream; the file is read again, since a handler that waits is not alone.
 */
export function changeState(name: string, change: Partial<StreamState>): void {
  const state = readState(name);
  if (state) {
    replaceText(pathOf(name), JSON.stringify(Object.assign(state, change)));
  }
}

/** Forgets a stream. */
export function forgetState(name: string): void {
  remove(pathOf(name));
}

function pathOf(name: string): string {
  return `${settings.runPath}/${name}${SUFFIX}`;
}
