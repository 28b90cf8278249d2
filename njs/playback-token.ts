/**
 * Tokens of signed playback. A token is `EXPIRES.SIGNATURE`: seconds since 1970, and the HMAC-SHA256 of `EXPIRES:SCOPE`
 * in base64url. The scope is not in it: it follows from the path that is asked for, so that a token fits nothing else.
 */
import crypto from "crypto";
import { withoutSuffix } from "./rendition-names.ts";
import { sameLetters } from "./same-text.ts";

/** Scope of a token for everything. */
export const everything = "*";

const token = /^([0-9]{1,12})\.([A-Za-z0-9_-]{43})$/;
/** Folders above a film whose tokens are tried: a path that is deeper must not cost more. */
const maxFolders = 8;

/** The signature of a token. */
export function signatureOf(expires: string, scope: string, key: string): string {
  return crypto.createHmac("sha256", key).update(`${expires}:${scope}`).digest("base64url");
}

/** A token for a scope: a stream's name, `vod/FILE`, `vod/FOLDER/`, or `*`. */
export function signToken(expires: number, scope: string, key: string): string {
  return `${expires}.${signatureOf(String(expires), scope, key)}`;
}

/** The token and the path behind it, or undefined where a path begins with none. */
export function splitPath(path: string): { readonly token: string; readonly path: string } | undefined {
  const parts = /^\/s\/([^/]*)(\/[\s\S]*)$/.exec(path);
  return parts ? { token: parts[1] as string, path: parts[2] as string } : undefined;
}

/**
 * Whether a token is good for one of the scopes now.
 *
 * @param now seconds since 1970, less what clocks may differ
 */
export function isValidToken(text: string, scopes: readonly string[], keys: readonly string[], now: number): boolean {
  const parts = token.exec(text);
  if (!parts || Number(parts[1]) < now) {
    return false;
  }
  const expires = parts[1] as string;
  return keys.some((key) => scopes.some((scope) => sameLetters(signatureOf(expires, scope, key), parts[2] as string)));
}

/**
 * Scopes that open a path, the nearest first. Whatever is nobody's needs a token for everything.
 *
 * @param suffixes what renditions put behind a stream's name
 */
export function scopesOf(path: string, suffixes: readonly string[]): string[] {
  if (path.startsWith("/vod/")) {
    return filmScopes(path.slice(1)).concat([everything]);
  }
  const stream = streamOf(path, suffixes);
  return stream === undefined ? [everything] : [stream, everything];
}

/** A film by itself, and every folder above it. */
function filmScopes(film: string): string[] {
  const scopes = [film];
  let slash = film.lastIndexOf("/", film.length - 2);
  while (slash > 0 && scopes.length <= maxFolders) {
    scopes.push(film.slice(0, slash + 1));
    slash = film.lastIndexOf("/", slash - 1);
  }
  return scopes;
}

/** The stream that a path is of. */
function streamOf(path: string, suffixes: readonly string[]): string | undefined {
  const media = /^\/(?:hls|dash)\/([A-Za-z0-9_-]+)\.(m3u8|mpd|ts|m4v|m4a)$/.exec(path);
  if (media) {
    const name = media[1] as string;
    // Only a master playlist has the stream's bare name.
    return media[2] === "m3u8"
      ? withoutSuffix(name, suffixes) || name
      : withoutSuffix(name.replace(/-(?:[0-9]+|init|raw)$/, ""), suffixes);
  }
  const other = /^\/(?:api\/streams|watch|embed|posters)\/([A-Za-z0-9_-]{1,64})(?:\.jpg)?$/.exec(path);
  return other ? other[1] : undefined;
}
