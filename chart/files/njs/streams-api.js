// Built from njs/ by `npm run build:njs`. Change the sources.

// njs/streams-api.ts
import settings2 from "delivery-settings.js";

// njs/merged-streams.ts
function mergedStreams(pods) {
  const byName = {};
  pods.forEach((listed) => {
    listed.forEach((stream2) => {
      const other = byName[stream2.name];
      if (!other || isRather(stream2, other)) {
        byName[stream2.name] = stream2;
      }
    });
  });
  return Object.keys(byName).sort().map((name) => byName[name]);
}
function isRather(one, other) {
  const sends = one.ingest.bitrate > 0;
  return sends === other.ingest.bitrate > 0 ? one.since > other.since : sends;
}

// njs/nginx-rtmp.ts
function textOf(reply) {
  return reply.responseBuffer ? reply.responseBuffer.toString() : "";
}

// njs/viewers.ts
import settings from "delivery-settings.js";
import fs2 from "fs";

// njs/files.ts
import fs from "fs";
function readText(path) {
  try {
    return fs.readFileSync(path, "utf8");
  } catch (_) {
    return void 0;
  }
}
function remove(path) {
  try {
    fs.unlinkSync(path);
    return true;
  } catch (_) {
    return false;
  }
}

// njs/viewers.ts
var PERIOD = 1e4;
var PREFIX = "viewers-";
function viewersByStream(now) {
  sweepViewers(now);
  const seen = {};
  const viewers = {};
  const period = Math.floor(now / PERIOD);
  [period - 1, period].forEach((each) => {
    const lines = (readText(`${settings.runPath}/${PREFIX}${each}`) || "").split("\n");
    lines.forEach((line) => {
      if (line !== "" && seen[line] === void 0) {
        seen[line] = true;
        const stream2 = line.slice(line.indexOf(" ") + 1);
        viewers[stream2] = (viewers[stream2] || 0) + 1;
      }
    });
  });
  return viewers;
}
function sweepViewers(now) {
  const oldest = Math.floor(now / PERIOD) - 1;
  fs2.readdirSync(settings.runPath).filter((file) => file.startsWith(PREFIX) && Number(file.slice(PREFIX.length)) < oldest).forEach((file) => {
    remove(`${settings.runPath}/${file}`);
  });
}

// njs/streams-api.ts
var COMPLETE = "X-Every-Pod-Answered";
async function streams(r) {
  const ordinals = [];
  for (let ordinal = 0; ordinal < settings2.ingestPods; ordinal++) {
    ordinals.push(ordinal);
  }
  const answers = await Promise.all(ordinals.map((ordinal) => askPod(r, ordinal)));
  const heard = answers.filter((answer2) => answer2 !== void 0);
  if (heard.length === 0) {
    answer(r, 503, { error: "no ingest pod answers; try again" });
    return;
  }
  const viewers = viewersByStream(Date.now());
  const merged = mergedStreams(heard.map((each) => each.streams));
  r.headersOut[COMPLETE] = heard.length === ordinals.length ? "yes" : "no";
  answer(r, 200, {
    streams: merged.map((stream2) => described(stream2, viewers[stream2.name] || 0)),
    recordings: []
  });
}
async function stream(r) {
  const name = r.variables["asked_stream"] || "";
  const reply = await r.subrequest("/internal/streams");
  if (reply.status !== 200) {
    answer(r, 503, { error: "no ingest pod answers; try again" });
    return;
  }
  const all = JSON.parse(textOf(reply)).streams;
  const found = all.find((each) => each.name === name);
  if (found) {
    answer(r, 200, found);
  } else if (reply.headersOut[COMPLETE] === "yes") {
    answer(r, 404, { error: `nobody publishes a stream called ${name}` });
  } else {
    answer(r, 503, { error: `an ingest pod does not answer, and no other has a stream called ${name}; try again` });
  }
}
function sweep() {
  sweepViewers(Date.now());
  return "";
}
async function askPod(r, ordinal) {
  const reply = await r.subrequest(`/internal/ingest/${ordinal}`);
  try {
    return reply.status === 200 ? JSON.parse(textOf(reply)) : void 0;
  } catch (_) {
    return void 0;
  }
}
function described(stream2, viewers) {
  const name = stream2.name;
  return {
    name,
    state: stream2.state,
    since: new Date(stream2.since).toISOString(),
    uptimeSeconds: stream2.uptimeSeconds,
    ingest: stream2.ingest,
    renditions: stream2.renditions.map((rendition) => Object.assign({}, rendition, { urls: urlsOf(name, rendition) })),
    viewers,
    segmentAgeSeconds: stream2.segmentAgeSeconds,
    urls: Object.assign(
      { hls: `hls/${name}.m3u8`, watch: `watch/${name}`, embed: `embed/${name}` },
      settings2.posters ? { poster: `posters/${name}.jpg` } : {}
    )
  };
}
function urlsOf(name, rendition) {
  const found = settings2.renditions.find((each) => each.name === rendition.name);
  const file = name + (found ? found.suffix : "");
  return settings2.dash ? { hls: `hls/${file}.m3u8`, dash: `dash/${file}.mpd` } : { hls: `hls/${file}.m3u8` };
}
function answer(r, status, body) {
  r.headersOut["Content-Type"] = "application/json";
  r.return(status, `${JSON.stringify(body)}
`);
}
var streams_api_default = { streams, stream, sweep };
export default streams_api_default;
