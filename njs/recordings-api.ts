/** The list of recordings (docs/openapi.yaml), as delivery tells it. */

import { answerJson } from "./json-answer.ts";
import { listRecordings } from "./listed-recordings.ts";
import { admittedQuery } from "./recordings-query.ts";

/** Answers with the recordings of the release. */
export async function answerRecordings(r: NginxHTTPRequest): Promise<void> {
  const query = admittedQuery(r);
  if (query) {
    // njs 0.7.9 crashes on an await among the arguments of a call.
    const listed = await listRecordings(r, query);
    answerJson(r, 200, listed);
  }
}
