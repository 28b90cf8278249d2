// Built from njs/ by `npm run build:njs`. Change the sources.

// njs/files.ts
import fs from "fs";
function readText(path) {
  try {
    return fs.readFileSync(path, "utf8");
  } catch (_) {
    return void 0;
  }
}

// njs/secret-lines.ts
var shortest = 32;
function parseSecretLines(text, what) {
  const secrets = text.split("\n").map((line) => line.trim()).filter((line) => line !== "");
  if (secrets.length === 0) {
    throw new Error(`it has no ${what}`);
  }
  if (secrets.some((secret) => secret.length < shortest)) {
    throw new Error(`a ${what} in it has less than ${shortest} characters`);
  }
  return secrets;
}

// njs/playback-keys.ts
function parsePlaybackKeys(text) {
  return parseSecretLines(text, "key");
}

// njs/playback-token.ts
import crypto2 from "crypto";

// njs/rendition-names.ts
function withoutSuffix(rendition, suffixes) {
  const suffix = suffixes.find((candidate) => rendition.endsWith(candidate));
  return (suffix === void 0 ? "" : rendition.slice(0, -suffix.length)) || void 0;
}

// njs/same-text.ts
import crypto from "crypto";
function sameLetters(one, other) {
  let difference = one.length ^ other.length;
  for (let n = 0; n < one.length; n++) {
    difference |= one.charCodeAt(n) ^ other.charCodeAt(n);
  }
  return difference === 0;
}

// njs/playback-token.ts
var everything = "*";
var token = /^([0-9]{1,12})\.([A-Za-z0-9_-]{43})$/;
var maxFolders = 8;
function signatureOf(expires, scope, key) {
  return crypto2.createHmac("sha256", key).update(`${expires}:${scope}`).digest("base64url");
}
function splitPath(path) {
  const parts = /^\/s\/([^/]*)(\/[\s\S]*)$/.exec(path);
  return parts ? { token: parts[1], path: parts[2] } : void 0;
}
function isValidToken(text, scopes, keys2, now) {
  const parts = token.exec(text);
  if (!parts || Number(parts[1]) < now) {
    return false;
  }
  const expires = parts[1];
  return keys2.some((key) => scopes.some((scope) => sameLetters(signatureOf(expires, scope, key), parts[2])));
}
function scopesOf(path, suffixes) {
  if (path.startsWith("/vod/")) {
    return filmScopes(path.slice(1)).concat([everything]);
  }
  const stream = streamOf(path, suffixes);
  return stream === void 0 ? [everything] : [stream, everything];
}
function filmScopes(film) {
  const scopes = [film];
  let slash = film.lastIndexOf("/", film.length - 2);
  while (slash > 0 && scopes.length <= maxFolders) {
    scopes.push(film.slice(0, slash + 1));
    slash = film.lastIndexOf("/", slash - 1);
  }
  return scopes;
}
function streamOf(path, suffixes) {
  const media = /^\/(?:hls|dash)\/([A-Za-z0-9_-]+)\.(m3u8|mpd|ts|m4v|m4a)$/.exec(path);
  if (media) {
    const name = media[1];
    return media[2] === "m3u8" ? withoutSuffix(name, suffixes) || name : withoutSuffix(name.replace(/-(?:[0-9]+|init|raw)$/, ""), suffixes);
  }
  const other = /^\/(?:api\/streams|watch|embed|posters)\/([A-Za-z0-9_-]{1,64})(?:\.jpg)?$/.exec(path);
  return other ? other[1] : void 0;
}

// njs/playback.ts
function verdict(r) {
  const parts = splitPath(r.uri || "");
  if (!parts) {
    return "no token";
  }
  const scopes = scopesOf(parts.path, (r.variables["playback_suffixes"] || "").split(" "));
  const now = Date.now() / 1e3 - Number(r.variables["playback_leeway"]);
  return isValidToken(parts.token, scopes, keysOf(r), now) ? "valid" : "no valid token";
}
function keys(r) {
  try {
    keysOf(r);
    return "valid";
  } catch (error) {
    r.error(error.message);
    return "none";
  }
}
function keysOf(r) {
  const path = r.variables["playback_keys_file"] || "";
  const text = readText(path);
  if (text === void 0) {
    throw new Error(`the playback keys cannot be read: ${path} is not there, or not readable`);
  }
  try {
    return parsePlaybackKeys(text);
  } catch (error) {
    throw new Error(`the playback keys cannot be read: ${path}: ${error.message}`);
  }
}
var playback_default = { verdict, keys };
export default playback_default;
