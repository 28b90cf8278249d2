/** Ways to get at a path that somebody has no right to. */

/** What an attacker has, as `/s/TOKEN`: a viewer's own, one for something else, and such as are good for nothing. */
export interface Loot {
  /** It opens the path that is attacked. */
  readonly own: string;
  /** It opens another stream. */
  readonly other: string;
  readonly expired: string;
  readonly wrong: string;
}

export interface Attack {
  /** Such as `encoded`. */
  readonly kind: string;
  /** Methods that are no attack. */
  readonly allowed?: readonly string[];
  /** The bytes of a request with this method for this path. */
  readonly request: (method: string, path: string, loot: Loot) => Buffer;
}

export const methods = [
  ...["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT"],
  ...["PROPFIND", "MKCOL", "COPY", "MOVE", "LOCK", "get", "GETX", "G\0T"],
] as const;

const host = "Host: 127.0.0.1";

function request(method: string, target: string, headers: readonly string[] = [host], body = ""): Buffer {
  const lines = [`${method} ${target} HTTP/1.1`, ...headers, "Connection: close", "", body];
  return Buffer.from(lines.join("\r\n"), "latin1");
}

/** An attack by what is asked for. */
const byTarget = (kind: string, target: (path: string, loot: Loot) => string): Attack => ({
  kind,
  request: (method, path, loot) => request(method, target(path, loot)),
});

/** An attack by headers. */
const byHeaders = (kind: string, headers: (path: string, loot: Loot) => readonly string[], body = ""): Attack => ({
  kind,
  request: (method, path, loot) => request(method, path, headers(path, loot), body),
});

const encoded = (text: string) => [...text].map((letter) => `%${letter.charCodeAt(0).toString(16)}`).join("");
const encodedPath = (path: string) => path.split("/").map(encoded).join("/");

/** Attacks on a path that needs a token, or that is nobody's business. */
export const attacks: readonly Attack[] = [
  byTarget("no token", (path) => path),
  byTarget("no token, a query", (path, { other }) => `${path}?token=${other.slice(3)}`),
  byTarget("no token, a fragment", (path) => `${path}#/healthz`),
  byTarget("wrong token", (path, { wrong }) => wrong + path),
  byTarget("token of another stream", (path, { other }) => other + path),
  byTarget("expired token", (path, { expired }) => expired + path),
  byTarget("expired token, the other's in front", (path, { expired, other }) => other + expired + path),
  { ...byTarget("good token, another method", (path, { own }) => own + path), allowed: ["GET", "HEAD", "OPTIONS"] },
  byTarget("empty token", (path) => `/s/${path}`),
  byTarget("token without a signature", (path) => `/s/9999999999.${path}`),
  byTarget("token with more behind it", (path, { other }) => `${other}A${path}`),
  byTarget("token in capitals", (path, { other }) => other.replace("/s/", "/S/") + path),
  byTarget("..: out of the token", (path, { other }) => `${other}/..${path}`),
  byTarget("..: out of the token's folder", (path, { other }) => `${other}/../..${path}`),
  byTarget("..: out of the other stream", (path, { other }) => `${other}/hls/cam2.m3u8/../..${path}`),
  byTarget("..: out of an open path", (path) => `/healthz/..${path}`),
  byTarget("..: out of the page's assets", (path) => `/assets/..${path}`),
  byTarget("..: out of the page's assets, below a token", (path, { wrong }) => `${wrong}/assets/..${path}`),
  byTarget("encoded: .. out of the page's assets", (path) => `/assets/%2e%2e${path.replaceAll("/", "%2F")}`),
  byTarget("..: with a backslash", (path) => `/healthz\\..${path.replaceAll("/", "\\")}`),
  byTarget("..: with a parameter", (path) => `/healthz/..;${path}`),
  byTarget("double slash", (path) => path.replaceAll("/", "//")),
  byTarget("encoded: the path", (path) => encodedPath(path)),
  byTarget("encoded: the slashes", (path) => `/${encoded(path.slice(1))}`),
  byTarget("encoded: ..", (path) => `/healthz/%2e%2e${path}`),
  byTarget("encoded: .. and slashes", (path) => `/healthz%2f%2e%2e${path.replaceAll("/", "%2F")}`),
  byTarget("encoded: .. out of the other stream", (path, { other }) => `${other}/hls/cam2.m3u8%2f%2e%2e%2f..${path}`),
  byTarget("encoded: the token's mark", (path, { wrong }) => wrong.replace("/s/", "/%73/") + path),
  byTarget("double-encoded: the path", (path) => encodedPath(path).replaceAll("%", "%25")),
  byTarget("double-encoded: ..", (path) => `/healthz/%252e%252e${path}`),
  byTarget("double-encoded: .. and slashes", (path) => `/healthz%252f%252e%252e%252f${path.slice(1)}`),
  byTarget("encoded too long", (path) => `/healthz/%c0%ae%c0%ae${path}`),
  byTarget("NUL: encoded, behind", (path) => `${path}%00`),
  byTarget("NUL: encoded, behind an open path", (path) => `/healthz%00${path}`),
  byTarget("NUL: raw", (path) => `${path}\0.txt`),
  byTarget("a line's end, encoded", (path) => `${path}%0a`),
  byTarget("a line's end, encoded, behind an open path", (path) => `/healthz%0a${path}`),
  byTarget("a line's end, encoded, behind the token", (path, { other }) => `${other}%0a${path}`),
  byTarget("a header, encoded", (path) => `${path}%0d%0aX-Token:%20valid`),
  byTarget("absolute URL", (path) => `http://127.0.0.1${path}`),
  byTarget("absolute URL of an inner server", (path) => `http://this-server${path}`),
  byTarget("absolute URL with a token for a name", (path, { other }) => `http://user:pass@host${other}/..${path}`),
  byTarget("authority alone", () => "127.0.0.1:8080"),
  byTarget("asterisk", () => "*"),
  byTarget("oversized: the token", (path) => `/s/9999999999.${"A".repeat(2000)}${path}`),
  byTarget("oversized: the path", (path) => `/${"x".repeat(70_000)}/..${path}`),
  byHeaders("oversized: a header", () => [host, `X-Padding: ${"x".repeat(70_000)}`]),
  byHeaders("oversized: many headers", () => [host, ...Array.from({ length: 4000 }, (_, n) => `X-${n}: ${n}`)]),
  byHeaders("oversized: the body", () => [host, "Content-Length: 70000"], "x".repeat(70_000)),
  byHeaders("header: another path", (path) => [host, `X-Original-URL: ${path}`, `X-Rewrite-URL: ${path}`]),
  byHeaders("header: another method", () => [host, "X-HTTP-Method-Override: GET", "X-HTTP-Method: GET"]),
  byHeaders("header: an inner redirect", (path) => [host, `X-Accel-Redirect: ${path}`, `X-Sendfile: ${path}`]),
  byHeaders("header: another place", () => [
    host,
    "X-Forwarded-For: 127.0.0.1",
    "X-Real-IP: ::1",
    "Forwarded: for=127.0.0.1",
  ]),
  byHeaders("header: a token", (_, { other }) => [host, `Authorization: Bearer ${other}`, `Cookie: token=${other}`]),
  byHeaders("header: a guessed token of the admin", (_, { wrong }) => [host, `Authorization: Bearer ${wrong}`]),
  byHeaders("header: an empty token of the admin", () => [host, "Authorization: Bearer "]),
  byHeaders("header: a short token of the admin", () => [host, "Authorization: Bearer a", "Authorization: Bearer b"]),
  byHeaders("header: an admin by password", () => [host, `Authorization: Basic ${btoa("admin:admin")}`]),
  byHeaders("header: a part", () => [host, "Range: bytes=0-9", "If-Range: *"]),
  byHeaders("header: a cached answer", () => [host, "If-None-Match: *", "Cache-Control: only-if-cached"]),
  byHeaders("header smuggling: two lengths", () => [host, "Content-Length: 0", "Content-Length: 5"], "GET /"),
  byHeaders(
    "header smuggling: length and chunks",
    (path) => [host, "Content-Length: 6", `Transfer-Encoding: chunked`, `X: ${path}`],
    "0\r\n\r\nX",
  ),
  byHeaders("header smuggling: chunks disguised", () => [host, "Transfer-Encoding: xchunked"], "0\r\n\r\n"),
  byHeaders("header smuggling: a blank before the colon", () => [host, "Transfer-Encoding : chunked"], "0\r\n\r\n"),
  byHeaders("header smuggling: a folded line", () => [host, "X-A: b\r\n Host: other"]),
  byHeaders("host header: none", () => []),
  byHeaders("host header: two", () => [host, "Host: other"]),
  byHeaders("host header: another", () => ["Host: evil.example"]),
  byHeaders("host header: an inner server", () => ["Host: playlists"]),
  byHeaders("host header: with a path", (path) => [`Host: 127.0.0.1${path}`]),
  byHeaders("host header: empty", () => ["Host: "]),
  {
    kind: "header smuggling: a second request in the first one's body",
    request: (method, path) => {
      const inner = `GET ${path} HTTP/1.1\r\n${host}\r\nConnection: close\r\n\r\n`;
      return Buffer.from(
        `${method} ${path} HTTP/1.1\r\n${host}\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n${inner}`,
      );
    },
  },
  {
    kind: "pipelined behind a request that is allowed",
    request: (method, path) =>
      Buffer.concat([Buffer.from(`GET /healthz HTTP/1.1\r\n${host}\r\n\r\n`), request(method, path)]),
  },
  { kind: "HTTP/0.9", request: (method, path) => Buffer.from(`${method} ${path}\r\n`) },
  { kind: "HTTP/1.0", request: (method, path) => Buffer.from(`${method} ${path} HTTP/1.0\r\n\r\n`) },
  { kind: "HTTP/2, unasked", request: (_, path) => Buffer.from(`PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n${path}`) },
  { kind: "HTTP/9.9", request: (method, path) => Buffer.from(`${method} ${path} HTTP/9.9\r\n${host}\r\n\r\n`) },
];
