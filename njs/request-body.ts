/** What a request brings. */

/**
 * Text of a request's body; empty where there is none. njs 0.7.9 cannot read an empty body, and warns when one is read
 * as text.
 */
export function bodyOf(r: NginxHTTPRequest): string {
  return Number(r.headersIn["Content-Length"]) > 0 && r.requestBuffer ? r.requestBuffer.toString() : "";
}
