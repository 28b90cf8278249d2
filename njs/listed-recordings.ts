/** The recordings of the release: those on the volume of films, or what the ingest pods list of theirs. */
import settings from "delivery-settings.js";
import { answerOfPod, askEveryPod } from "./every-pod.ts";
import { type FinishedRecording, finishedRecordings } from "./finished-recordings.ts";
import { mergedRecordings } from "./merged-recordings.ts";
import { LISTED, MOST_LISTED, type RecordingsQuery } from "./recordings-query.ts";

export interface ListedRecordings {
  readonly recordings: readonly FinishedRecording[];
  /** Whether nothing is missing: an ingest pod that does not answer may have more. */
  readonly complete: boolean;
}

/** Lists recordings, the newest first; none where nothing is recorded. */
export async function listRecordings(r: NginxHTTPRequest, query: RecordingsQuery): Promise<ListedRecordings> {
  if (!settings.recording) {
    return { recordings: [], complete: true };
  }
  if (!settings.recording.onPods) {
    return { recordings: finishedRecordings(settings.recording.root, query.limit, query.stream), complete: true };
  }
  const answers = await askEveryPod((ordinal) => askPod(r, ordinal, query));
  const heard = answers.filter((answer) => answer !== undefined) as FinishedRecording[][];
  return { recordings: mergedRecordings(heard, query.limit), complete: heard.length === answers.length };
}

/**
 * What a pod lists; undefined when it does not answer. Each pod keeps its answers for a moment, whoever asks: limits
 * are rounded up, so that there are few of them.
 */
async function askPod(
  r: NginxHTTPRequest,
  ordinal: number,
  query: RecordingsQuery,
): Promise<FinishedRecording[] | undefined> {
  const limit = query.limit <= LISTED ? LISTED : MOST_LISTED;
  const args = `limit=${limit}${query.stream === undefined ? "" : `&stream=${query.stream}`}`;
  const reply = await r.subrequest(`/internal/recordings/${ordinal}`, { args });
  const answer = answerOfPod<{ recordings: FinishedRecording[] }>(reply);
  return answer?.recordings;
}
