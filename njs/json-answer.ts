/** Answers in JSON. */

/** Answers with a body. */
export function answerJson(r: NginxHTTPRequest, status: number, body: unknown): void {
  r.headersOut["Content-Type"] = "application/json";
  r.return(status, `${JSON.stringify(body)}\n`);
}
