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

// njs/discontinuities.ts
var SUFFIX = ".discontinuities";
function discontinuitiesPath(playlistPath) {
  return playlistPath.replace(/\.m3u8$/, SUFFIX);
}
function readDiscontinuities(playlistPath) {
  const text = readText(discontinuitiesPath(playlistPath));
  return text === void 0 ? void 0 : JSON.parse(text);
}
function withDiscontinuitySequence(text, known) {
  const sequence = parsePlaylist(text).sequence;
  const left = known.numbers.filter((number) => number < sequence).length;
  return text.replace(/^(#EXT-X-MEDIA-SEQUENCE:.*)$/m, `$1
#EXT-X-DISCONTINUITY-SEQUENCE:${known.base + left}`);
}

// njs/playlist-answer.ts
var PLAYLIST_TYPE = "application/vnd.apple.mpegurl";
function sendPlaylist(r, status, text) {
  r.headersOut["Content-Type"] = PLAYLIST_TYPE;
  r.return(status, text);
}
function playlistAnswer(r) {
  const path = `${r.variables["document_root"]}${r.uri}`;
  const text = readText(path);
  if (text === void 0) {
    return { status: 404, text: "", isMedia: false };
  }
  const isMedia = text.indexOf("#EXT-X-STREAM-INF:") < 0;
  if (isMedia && text.indexOf("#EXTINF:") < 0) {
    return { status: 503, text: "", isMedia };
  }
  const known = isMedia ? readDiscontinuities(path) : void 0;
  return { status: 200, text: known ? withDiscontinuitySequence(text, known) : text, isMedia };
}

// njs/served-playlist.ts
function serve(r) {
  const answer = playlistAnswer(r);
  sendPlaylist(r, answer.status, answer.text);
}
var served_playlist_default = { serve };
export default served_playlist_default;
