/** Who may control streams: whoever sends a token of the admin's Secret. Both tiers ask here. */
import { readText } from "./files.ts";
import { answerJson } from "./json-answer.ts";
import { sameText } from "./same-text.ts";
import { parseSecretLines } from "./secret-lines.ts";

/**
 * Whether a request has a token that is valid; where it has none, it is answered. The file is read each time, so that a
 * changed Secret counts at once.
 *
 * @param path of the file of tokens, one a line
 */
export function admitsAdmin(r: NginxHTTPRequest, path: string): boolean {
  let tokens: string[];
  try {
    tokens = readTokens(path);
  } catch (error) {
    r.error((error as Error).message);
    answerJson(r, 503, { error: "the admin's tokens cannot be read; the pod's log says why" });
    return false;
  }
  const given = /^Bearer +([^ ]+) *$/i.exec(r.headersIn["Authorization"] || "");
  // All are compared: the time tells nothing of which one it was.
  if (given && tokens.filter((token) => sameText(token, given[1] as string)).length > 0) {
    return true;
  }
  r.headersOut["WWW-Authenticate"] = given ? 'Bearer error="invalid_token"' : "Bearer";
  const error = given ? "the token is wrong" : "a token is needed; send Authorization: Bearer TOKEN";
  answerJson(r, 401, { error });
  return false;
}

function readTokens(path: string): string[] {
  const text = readText(path);
  if (text === undefined) {
    throw new Error(`the admin's tokens cannot be read: ${path} is not there, or not readable`);
  }
  try {
    return parseSecretLines(text, "token");
  } catch (error) {
    throw new Error(`the admin's tokens cannot be read: ${path}: ${(error as Error).message}`);
  }
}
