/** What an ingest pod tells delivery of the recordings on its own volume. */
import { finishedRecordings } from "./finished-recordings.ts";
import { answerJson } from "./json-answer.ts";
import { admittedQuery } from "./recordings-query.ts";

/** Answers with the recordings below the location's root. */
export function answerOwnRecordings(r: NginxHTTPRequest): void {
  const query = admittedQuery(r);
  if (query) {
    const recordings = finishedRecordings(`${r.variables["document_root"]}`, query.limit, query.stream);
    answerJson(r, 200, { recordings });
  }
}
