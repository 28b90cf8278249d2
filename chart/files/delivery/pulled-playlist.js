// Built from njs/ by `npm run build:njs`. Change the sources.

// njs/nginx-rtmp.ts
function textOf(reply) {
  return reply.responseBuffer ? reply.responseBuffer.toString() : "";
}

// njs/playlist.ts
function parsePlaylist(text) {
  const segments = [];
  let sequence = 0;
  let duration = 0;
  let discontinuity = false;
  text.split("\n").forEach((line) => {
    if (line.startsWith("#EXT-X-MEDIA-SEQUENCE:")) {
      sequence = Number(line.slice(22));
    } else if (line.startsWith("#EXTINF:")) {
      duration = parseFloat(line.slice(8));
    } else if (line === "#EXT-X-DISCONTINUITY") {
      discontinuity = true;
    } else if (line !== "" && line[0] !== "#") {
      segments.push({ file: line, duration, discontinuity });
      discontinuity = false;
    }
  });
  return { sequence, segments };
}
var SEQUENCE_EPOCH = Date.UTC(2026, 0, 1);

// njs/pulled-playlist.ts
var KEPT = 3;
var HEADERS = ["Content-Type", "Last-Modified", "ETag"];
async function serve(r) {
  const asked = await r.subrequest(`/asked${r.uri}`);
  if (asked.status === 200) {
    await keepSegments(r, textOf(asked));
    answer(r, asked);
    return;
  }
  const places = r.uri.endsWith(".m3u8") ? ["last", "known"] : ["known"];
  for (let n = 0; n < places.length; n++) {
    const last = await r.subrequest(`/${places[n]}${r.uri}`);
    if (last.status === 200) {
      answer(r, last);
      return;
    }
  }
  r.return(asked.status);
}
function answer(r, reply) {
  HEADERS.forEach((name) => {
    const value = reply.headersOut[name];
    if (value !== void 0) {
      r.headersOut[name] = value;
    }
  });
  r.return(200, textOf(reply));
}
async function keepSegments(r, text) {
  const folder = r.uri.slice(0, r.uri.lastIndexOf("/") + 1);
  const files = parsePlaylist(text).segments.map((segment) => segment.file);
  const segments = files.filter((file) => file.endsWith(".ts")).slice(-KEPT);
  await Promise.all(segments.map((file) => r.subrequest(`/kept${folder}${file}`, { method: "HEAD" })));
}
var pulled_playlist_default = { serve };
export default pulled_playlist_default;
