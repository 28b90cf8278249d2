/** How many publishers came and went: a file beside the process, which outlives it. */
import settings from "settings.js";
import { readText, replaceText } from "./files.ts";

export interface PublisherCounts {
  readonly accepted: number;
  readonly refused: number;
  /** Ended by this pod: they sent too much, the pod drained, or the admin ended them. */
  readonly dropped: number;
  /** Gone, whoever ended it. */
  readonly stopped: number;
}

/** Counts since the pod exists. */
export function publisherCounts(): PublisherCounts {
  const text = readText(path());
  return text === undefined ? { accepted: 0, refused: 0, dropped: 0, stopped: 0 } : JSON.parse(text);
}

/** Counts one more. */
export function countPublisher(fate: keyof PublisherCounts): void {
  const counts: Record<keyof PublisherCounts, number> = publisherCounts();
  counts[fate] += 1;
  replaceText(path(), JSON.stringify(counts));
}

function path(): string {
  return `${settings.runPath}/publishers.json`;
}
