/** What is asked of a list of recordings: `?stream=NAME` for those of one stream, `?limit=N` for more or less. */
import { answerJson } from "./json-answer.ts";

export interface RecordingsQuery {
  readonly limit: number;
  /** Name of the one stream; undefined for all. */
  readonly stream: string | undefined;
}

/** How many are listed unless told. */
export const LISTED = 100;
/** How many may be asked for. */
export const MOST_LISTED = 1000;

/** The query of a request; undefined when it is wrong, and then that was answered. */
export function admittedQuery(r: NginxHTTPRequest): RecordingsQuery | undefined {
  const stream = r.args["stream"];
  const limit = r.args["limit"] === undefined ? LISTED : Number(r.args["limit"]);
  if (!(limit >= 1 && limit <= MOST_LISTED) || (stream !== undefined && !/^[A-Za-z0-9_-]{1,64}$/.test(stream))) {
    answerJson(r, 400, { error: `stream is a stream's name, limit a number from 1 to ${MOST_LISTED}` });
    return undefined;
  }
  return { limit, stream };
}
