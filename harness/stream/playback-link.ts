import { isAbsolute } from "node:path/posix";
import { everything, scopesOf, signToken } from "../../njs/playback-token.ts";
import { InputError } from "../core/index.ts";

export interface PlaybackLink {
  /** The key that signs. */
  readonly key: string;
  /** Seconds since 1970. */
  readonly expires: number;
  /** What the token opens: a stream's name, `vod/FILE`, `vod/FOLDER/`, or `*`. */
  readonly scope: string;
}

/**
 * A signed URL.
 * @param url URL or path of what is to be played, without a token
 * @throws InputError for a scope that is none
 */
export function signUrl(url: string, { key, expires, scope }: PlaybackLink): string {
  assertScope(scope);
  const base = isAbsolute(url) ? "http://path" : undefined;
  const { origin, pathname, search } = new URL(url, base);
  const path = `/s/${signToken(expires, scope, key)}${pathname}${search}`;
  return base ? path : `${origin}${path}`;
}

/**
 * The narrowest scope that plays a URL to its end.
 * @param suffixes what the ladder's renditions put behind a stream's name
 */
export function scopeOfUrl(url: string, suffixes: readonly string[]): string {
  const { pathname } = new URL(url, "http://path");
  const path = decodeURIComponent(pathname);
  const [scope = everything] = scopesOf(path, suffixes);
  // A playlist's segments lie beside it.
  return /^vod\/.*\.(m3u8|mpd)$/.test(scope) ? scope.slice(0, scope.lastIndexOf("/") + 1) : scope;
}

function assertScope(scope: string): void {
  if (scope === everything || /^[A-Za-z0-9_-]{1,64}$/.test(scope) || scope.startsWith("vod/")) return;
  throw new InputError({
    what: "A token for this opens nothing.",
    where: scope,
    hint: "Give a stream's name, vod/FILE, vod/FOLDER/ or *.",
  });
}
