/** The list of recordings (docs/openapi.yaml). */
import { finishedRecordings } from "./finished-recordings.ts";
import { answerJson } from "./json-answer.ts";

const LIMIT = 100;
const MOST = 1000;

/** Answers with the recordings below the location's root: `?stream=NAME` for those of one stream, `?limit=N` for more or less. */
export function answerRecordings(r: NginxHTTPRequest): void {
  const stream = r.args["stream"];
  const limit = r.args["limit"] === undefined ? LIMIT : Number(r.args["limit"]);
  if (!(limit >= 1 && limit <= MOST) || (stream !== undefined && !/^[A-Za-z0-9_-]{1,64}$/.test(stream))) {
    answerJson(r, 400, { error: `stream is a stream's name, limit a number from 1 to ${MOST}` });
    return;
  }
  answerJson(r, 200, { recordings: finishedRecordings(`${r.variables["document_root"]}`, limit, stream) });
}
