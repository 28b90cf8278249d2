/** Signed playback: what nginx of the delivery tier asks for each request. delivery.conf sets the variables. */
import { readText } from "./files.ts";
import { parsePlaybackKeys } from "./playback-keys.ts";
import { isValidToken, scopesOf, splitPath } from "./playback-token.ts";

/**
 * `valid` for a path with a token that opens it; all else, a fault too, is refused. The keys' file is read each time.
 */
function verdict(r: NginxHTTPRequest): string {
  const parts = splitPath(r.uri || "");
  if (!parts) {
    return "no token";
  }
  const scopes = scopesOf(parts.path, (r.variables["playback_suffixes"] || "").split(" "));
  const now = Date.now() / 1000 - Number(r.variables["playback_leeway"]);
  return isValidToken(parts.token, scopes, keysOf(r), now) ? "valid" : "no valid token";
}

/** `valid` where there are keys; all else is logged, and makes the pod unready. */
function keys(r: NginxHTTPRequest): string {
  try {
    keysOf(r);
    return "valid";
  } catch (error) {
    r.error((error as Error).message);
    return "none";
  }
}

function keysOf(r: NginxHTTPRequest): string[] {
  const path = r.variables["playback_keys_file"] || "";
  const text = readText(path);
  if (text === undefined) {
    throw new Error(`the playback keys cannot be read: ${path} is not there, or not readable`);
  }
  try {
    return parsePlaybackKeys(text);
  } catch (error) {
    throw new Error(`the playback keys cannot be read: ${path}: ${(error as Error).message}`);
  }
}

export default { verdict, keys };
