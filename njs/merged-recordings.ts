/** One list of what several ingest pods list. */
import type { FinishedRecording } from "./finished-recordings.ts";

/**
 * The newest recordings of all pods, the newest first.
 *
 * @param limit how many at most
 */
export function mergedRecordings(pods: readonly (readonly FinishedRecording[])[], limit: number): FinishedRecording[] {
  const all: FinishedRecording[] = [];
  pods.forEach((listed) => {
    listed.forEach((recording) => {
      all.push(recording);
    });
  });
  return all.sort((one, other) => (orderOf(one) < orderOf(other) ? 1 : -1)).slice(0, limit);
}

/** Times as ISO 8601 in UTC sort as text. */
function orderOf(recording: FinishedRecording): string {
  return recording.at + recording.file;
}
