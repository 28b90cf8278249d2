// Built from njs/ by `npm run build:njs`. Change the sources.

// njs/control.ts
import settings2 from "delivery-settings.js";

// njs/files.ts
import fs from "fs";
function readText(path) {
  try {
    return fs.readFileSync(path, "utf8");
  } catch (_) {
    return void 0;
  }
}
function replaceText(path, text) {
  const next = `${path}.new`;
  fs.writeFileSync(next, text);
  fs.renameSync(next, path);
}
function remove(path) {
  try {
    fs.unlinkSync(path);
    return true;
  } catch (_) {
    return false;
  }
}
function sizeOf(path) {
  try {
    return fs.statSync(path).size;
  } catch (_) {
    return 0;
  }
}

// njs/json-answer.ts
function answerJson(r, status, body) {
  r.headersOut["Content-Type"] = "application/json";
  r.return(status, `${JSON.stringify(body)}
`);
}

// njs/same-text.ts
import crypto from "crypto";
function sameText(one, other) {
  return sameLetters(digest(one), digest(other));
}
function sameLetters(one, other) {
  let difference = one.length ^ other.length;
  for (let n = 0; n < one.length; n++) {
    difference |= one.charCodeAt(n) ^ other.charCodeAt(n);
  }
  return difference === 0;
}
function digest(text) {
  return crypto.createHash("sha256").update(text).digest("hex");
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

// njs/admin-access.ts
function admitsAdmin(r, path) {
  let tokens;
  try {
    tokens = readTokens(path);
  } catch (error2) {
    r.error(error2.message);
    answerJson(r, 503, { error: "the admin's tokens cannot be read; the pod's log says why" });
    return false;
  }
  const given = /^Bearer +([^ ]+) *$/i.exec(r.headersIn["Authorization"] || "");
  if (given && tokens.filter((token) => sameText(token, given[1])).length > 0) {
    return true;
  }
  r.headersOut["WWW-Authenticate"] = given ? 'Bearer error="invalid_token"' : "Bearer";
  const error = given ? "the token is wrong" : "a token is needed; send Authorization: Bearer TOKEN";
  answerJson(r, 401, { error });
  return false;
}
function readTokens(path) {
  const text = readText(path);
  if (text === void 0) {
    throw new Error(`the admin's tokens cannot be read: ${path} is not there, or not readable`);
  }
  try {
    return parseSecretLines(text, "token");
  } catch (error) {
    throw new Error(`the admin's tokens cannot be read: ${path}: ${error.message}`);
  }
}

// njs/every-pod.ts
import settings from "delivery-settings.js";

// njs/nginx-rtmp.ts
function textOf(reply) {
  return reply.responseBuffer ? reply.responseBuffer.toString() : "";
}

// njs/every-pod.ts
function askEveryPod(ask) {
  const asked = [];
  for (let ordinal = 0; ordinal < settings.ingestPods; ordinal++) {
    asked.push(ask(ordinal));
  }
  return Promise.all(asked);
}
function answerOfPod(reply) {
  try {
    return reply.status === 200 ? JSON.parse(textOf(reply)) : void 0;
  } catch (_) {
    return void 0;
  }
}

// njs/form.ts
function formFields(body) {
  const fields = {};
  body.split("&").forEach((pair) => {
    const equals = pair.indexOf("=");
    const key = equals < 0 ? pair : pair.slice(0, equals);
    if (fields[key] === void 0) {
      fields[key] = equals < 0 ? "" : decoded(pair.slice(equals + 1));
    }
  });
  return fields;
}
function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch (_) {
    return text;
  }
}

// njs/request-body.ts
function bodyOf(r) {
  return Number(r.headersIn["Content-Length"]) > 0 && r.requestBuffer ? r.requestBuffer.toString() : "";
}

// njs/control.ts
var UNSURE = "an ingest pod does not answer, or does not know the token yet";
async function endStream(r) {
  if (!admitsAdmin(r, settings2.adminTokensFile)) {
    return;
  }
  const name = r.args["name"] || "";
  const replies = await askPods(r, "end", `name=${name}`);
  if (replies.some((reply) => reply.status === 204)) {
    r.return(204);
  } else if (replies.every((reply) => says(reply, 404))) {
    answerJson(r, 404, { error: `nobody publishes a stream called ${name}` });
  } else {
    answerJson(r, 503, { error: `${UNSURE}, and no other has a stream called ${name}; try again` });
  }
}
async function recordStream(r) {
  if (!admitsAdmin(r, settings2.adminTokensFile)) {
    return;
  }
  if (!settings2.recording) {
    answerJson(r, 409, { error: "recording is off; set recording.enabled to true" });
    return;
  }
  const args = `name=${r.args["name"] || ""}&order=${encodeURIComponent(orderOf(r))}`;
  if (settings2.recording.onPods) {
    await recordOnPods(r, args);
    return;
  }
  for (let ordinal = 0; ordinal < settings2.ingestPods; ordinal++) {
    const reply = await askPod(r, ordinal, "record", args);
    if (isDecided(reply)) {
      passOn(r, reply);
      return;
    }
  }
  answerJson(r, 503, { error: `${UNSURE}, or cannot write to the volume, and no other took the order; try again` });
}
async function recordOnPods(r, args) {
  const replies = await askPods(r, "record", args);
  if (replies.every(isDecided)) {
    passOn(r, replies.find((reply) => reply.status === 400) || replies[0]);
  } else {
    answerJson(r, 503, {
      error: `${UNSURE}, or cannot write to its volume, and each pod must take the order; try again`
    });
  }
}
function isDecided(reply) {
  return says(reply, 200) || says(reply, 400);
}
function passOn(r, reply) {
  r.headersOut["Content-Type"] = "application/json";
  r.return(reply.status, textOf(reply));
}
function askPods(r, what, args) {
  return askEveryPod((ordinal) => askPod(r, ordinal, what, args));
}
function askPod(r, ordinal, what, args) {
  return r.subrequest(`/internal/admin/${ordinal}/${what}`, { args });
}
function says(reply, status) {
  return reply.status === status && reply.headersOut["Content-Type"] === "application/json";
}
function orderOf(r) {
  var _a;
  const text = bodyOf(r);
  if (!/^application\/json\b/i.test(r.headersIn["Content-Type"] || "")) {
    return formFields(text)["order"] || "";
  }
  try {
    const order = (_a = JSON.parse(text)) == null ? void 0 : _a.order;
    return typeof order === "string" ? order : "";
  } catch (_) {
    return "";
  }
}

// njs/exposition.ts
var PREFIX = "hls_cloud_";
var CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";
function exposition(metrics2) {
  return metrics2.filter((metric) => metric.samples.length > 0).map((metric) => {
    const name = PREFIX + metric.name;
    const help = `# HELP ${name} ${escaped(metric.help)}
# TYPE ${name} ${metric.type}
`;
    return help + metric.samples.map((sample) => `${name}${labelsOf(sample.labels)} ${sample.value}
`).join("");
  }).join("");
}
function single(type, name, help, value) {
  return { name, help, type, samples: [{ labels: {}, value }] };
}
function labelsOf(labels) {
  const pairs = Object.keys(labels).map((key) => `${key}="${escaped(labels[key] || "").replace(/"/g, '\\"')}"`);
  return pairs.length === 0 ? "" : `{${pairs.join(",")}}`;
}
function escaped(text) {
  return text.replace(/\\/g, "\\\\").replace(/\n/g, "\\n");
}

// njs/delivery-metrics.ts
function deliveryMetrics(requests, viewers, connections) {
  const byStatus = {};
  const byCache = {};
  Object.keys(requests).forEach((line) => {
    const words = line.split(" ");
    const kind = words[0] || "";
    const status = words[1] || "";
    const cache = words[2] || "-";
    const count = requests[line] || 0;
    addTo(byStatus, `${kind} ${status[0]}xx`, count);
    if (cache !== "-") {
      addTo(byCache, `${kind} ${cache.toLowerCase()}`, count);
    }
  });
  const streams2 = Object.keys(viewers);
  return [
    {
      name: "delivery_requests_total",
      help: "Requests of viewers by what they asked for and the class of the status.",
      type: "counter",
      samples: samplesOf(byStatus, "status")
    },
    {
      name: "delivery_cache_requests_total",
      help: "Requests that the cache was asked for, by what it had.",
      type: "counter",
      samples: samplesOf(byCache, "result")
    },
    {
      name: "delivery_connections",
      help: "Connections to this pod, by what they do.",
      type: "gauge",
      samples: Object.keys(connections).map((state) => ({ labels: { state }, value: connections[state] || 0 }))
    },
    single(
      "gauge",
      "viewers",
      "Viewers of this pod in the last 10 to 20 s.",
      streams2.reduce((sum, stream2) => sum + (viewers[stream2] || 0), 0)
    ),
    {
      name: "stream_viewers",
      help: "Viewers of a stream that this pod serves, in the last 10 to 20 s.",
      type: "gauge",
      samples: streams2.map((stream2) => ({ labels: { stream: stream2 }, value: viewers[stream2] || 0 }))
    }
  ];
}
function addTo(sums, key, count) {
  sums[key] = (sums[key] || 0) + count;
}
function samplesOf(sums, second) {
  return Object.keys(sums).sort().map((key) => {
    const words = key.split(" ");
    const labels = { kind: words[0] || "" };
    labels[second] = words[1] || "";
    return { labels, value: sums[key] || 0 };
  });
}

// njs/listed-recordings.ts
import settings3 from "delivery-settings.js";

// njs/finished-recordings.ts
import fs2 from "fs";
var FOLDER = "recordings";
var TIME = "20261125T130000Z";
var HEAD_BYTES = 256;
function finishedRecordings(root, limit, stream2) {
  const found = [];
  const files = newestFirst(root, stream2);
  for (let n = 0; n < files.length && found.length < limit; n++) {
    const recording = describe(root, files[n]);
    if (recording) {
      found.push(recording);
    }
  }
  return found;
}
function secondsOfHead(head) {
  const moov = head.length > 8 ? head.readUInt32BE(0) : 0;
  const mvhd = moov + 8;
  if (moov < 8 || mvhd + 40 > head.length || typeAt(head, moov) !== "moov" || typeAt(head, mvhd) !== "mvhd") {
    return void 0;
  }
  const isLong = head[mvhd + 8] === 1;
  const timescale = head.readUInt32BE(mvhd + (isLong ? 28 : 20));
  const low = head.readUInt32BE(mvhd + (isLong ? 36 : 24));
  const high = isLong ? head.readUInt32BE(mvhd + 32) : 0;
  return timescale > 0 ? (high * 4294967296 + low) / timescale : void 0;
}
function recordingOfFile(file) {
  const parts = file.match(/^([A-Za-z0-9_-]+)-(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z(-\d+)?\.mp4$/);
  if (!parts) {
    return void 0;
  }
  const day = `${parts[2]}-${parts[3]}-${parts[4]}`;
  return { name: parts[1], at: `${day}T${parts[5]}:${parts[6]}:${parts[7]}.000Z` };
}
function newestFirst(root, stream2) {
  const files = [];
  const folders = stream2 === void 0 ? namesIn(`${root}/${FOLDER}`) : [stream2];
  folders.forEach((folder) => {
    const start = folder.length + 1;
    namesIn(`${root}/${FOLDER}/${folder}`).forEach((file) => {
      if (file.startsWith(folder)) {
        files.push(file.slice(start, start + TIME.length) + file);
      }
    });
  });
  return files.sort().reverse().map((file) => file.slice(TIME.length));
}
function describe(root, file) {
  const recording = recordingOfFile(file);
  if (!recording) {
    return void 0;
  }
  const below = `${FOLDER}/${recording.name}/${file}`;
  try {
    const path = `${root}/${below}`;
    const length = secondsOfHead(headOf(path));
    if (length === void 0) {
      return void 0;
    }
    const seconds = Math.round(length * 1e3) / 1e3;
    const bytes = fs2.statSync(path).size;
    return { name: recording.name, file, url: `vod/${below}`, seconds, bytes, at: recording.at };
  } catch (_) {
    return void 0;
  }
}
function headOf(path) {
  const head = Buffer.alloc(HEAD_BYTES);
  const fd = fs2.openSync(path, "r");
  try {
    fs2.readSync(fd, head, 0, HEAD_BYTES, 0);
  } finally {
    fs2.closeSync(fd);
  }
  return head;
}
function typeAt(head, offset) {
  return head.slice(offset + 4, offset + 8).toString();
}
function namesIn(folder) {
  try {
    return fs2.readdirSync(folder).filter((name) => !name.startsWith("."));
  } catch (_) {
    return [];
  }
}

// njs/merged-recordings.ts
function mergedRecordings(pods, limit) {
  const all = [];
  pods.forEach((listed) => {
    listed.forEach((recording) => {
      all.push(recording);
    });
  });
  return all.sort((one, other) => orderOf2(one) < orderOf2(other) ? 1 : -1).slice(0, limit);
}
function orderOf2(recording) {
  return recording.at + recording.file;
}

// njs/recordings-query.ts
var LISTED = 100;
var MOST_LISTED = 1e3;
function admittedQuery(r) {
  const stream2 = r.args["stream"];
  const limit = r.args["limit"] === void 0 ? LISTED : Number(r.args["limit"]);
  if (!(limit >= 1 && limit <= MOST_LISTED) || stream2 !== void 0 && !/^[A-Za-z0-9_-]{1,64}$/.test(stream2)) {
    answerJson(r, 400, { error: `stream is a stream's name, limit a number from 1 to ${MOST_LISTED}` });
    return void 0;
  }
  return { limit, stream: stream2 };
}

// njs/listed-recordings.ts
async function listRecordings(r, query) {
  if (!settings3.recording) {
    return { recordings: [], complete: true };
  }
  if (!settings3.recording.onPods) {
    return { recordings: finishedRecordings(settings3.recording.root, query.limit, query.stream), complete: true };
  }
  const answers = await askEveryPod((ordinal) => askPod2(r, ordinal, query));
  const heard = answers.filter((answer) => answer !== void 0);
  return { recordings: mergedRecordings(heard, query.limit), complete: heard.length === answers.length };
}
async function askPod2(r, ordinal, query) {
  const limit = query.limit <= LISTED ? LISTED : MOST_LISTED;
  const args = `limit=${limit}${query.stream === void 0 ? "" : `&stream=${query.stream}`}`;
  const reply = await r.subrequest(`/internal/recordings/${ordinal}`, { args });
  const answer = answerOfPod(reply);
  return answer == null ? void 0 : answer.recordings;
}

// njs/recordings-api.ts
async function answerRecordings(r) {
  const query = admittedQuery(r);
  if (query) {
    const listed = await listRecordings(r, query);
    answerJson(r, 200, listed);
  }
}

// njs/request-counts.ts
import settings5 from "delivery-settings.js";
import fs4 from "fs";

// njs/log-turns.ts
import settings4 from "delivery-settings.js";
import fs3 from "fs";
var PERIOD = 1e4;
var PATIENCE = 2e3;
var MARGIN = 1e3;
function turnAt(now) {
  return Math.floor(now / PERIOD);
}
function logFile(log, turn) {
  return `${settings4.runPath}/${log}-${turn % settings4.logTurns}`;
}
function finishedFiles(log, age, now) {
  const newest = turnAt(now - PATIENCE) - age;
  const oldest = turnAt(now + MARGIN) - settings4.logTurns;
  const files = [];
  for (let turn = newest; turn > oldest; turn -= 1) {
    files.push(logFile(log, turn));
  }
  return files.filter((file) => sizeOf(file) > 0);
}
function emptyFile(file) {
  fs3.writeFileSync(file, "");
}

// njs/request-counts.ts
var LOG = "requests";
var COUNTS = "counted-";
function requestCounts(pid, now) {
  foldRequests(pid, now);
  const sum = {};
  fs4.readdirSync(settings5.runPath).filter((file) => file.startsWith(COUNTS) && !file.endsWith(".new")).forEach((file) => {
    add(sum, readCounts(`${settings5.runPath}/${file}`));
  });
  return sum;
}
function foldRequests(pid, now) {
  finishedFiles(LOG, 1, now).forEach((file) => {
    const mark = `${file}.${turnAt(now)}`;
    try {
      fs4.writeFileSync(mark, "", { flag: "wx" });
    } catch (_) {
      return;
    }
    fold(file, pid);
    remove(mark);
  });
}
function fold(file, pid) {
  const counts = `${settings5.runPath}/${COUNTS}${pid}`;
  const sum = readCounts(counts);
  add(sum, linesOf(readText(file) || ""));
  emptyFile(file);
  replaceText(counts, JSON.stringify(sum));
}
function linesOf(text) {
  const counts = {};
  text.split("\n").forEach((line) => {
    if (line !== "") {
      counts[line] = (counts[line] || 0) + 1;
    }
  });
  return counts;
}
function readCounts(path) {
  const text = readText(path);
  return text === void 0 ? {} : JSON.parse(text);
}
function add(sum, more) {
  Object.keys(more).forEach((line) => {
    sum[line] = (sum[line] || 0) + (more[line] || 0);
  });
}

// njs/streams-api.ts
import settings6 from "delivery-settings.js";

// njs/merged-streams.ts
function mergedStreams(pods) {
  const byName = /* @__PURE__ */ Object.create(null);
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

// njs/viewers.ts
var LOG2 = "viewers";
var SEEN_FOR = 2;
function viewersByStream(now) {
  const seen = {};
  const viewers = /* @__PURE__ */ Object.create(null);
  for (let age = 0; age < SEEN_FOR; age += 1) {
    linesOf2(turnAt(now) - age).forEach((line) => {
      if (seen[line] === void 0) {
        seen[line] = true;
        const stream2 = line.slice(line.indexOf(" ") + 1);
        viewers[stream2] = (viewers[stream2] || 0) + 1;
      }
    });
  }
  return viewers;
}
function linesOf2(turn) {
  const lines = (readText(logFile(LOG2, turn)) || "").split("\n");
  lines.pop();
  const start = `${turn} `;
  return lines.filter((line) => line.startsWith(start)).map((line) => line.slice(start.length));
}
function sweepViewers(now) {
  finishedFiles(LOG2, SEEN_FOR, now).forEach(emptyFile);
}

// njs/streams-api.ts
var COMPLETE = "X-Every-Pod-Answered";
async function answerStreams(r) {
  const recorded = listRecordings(r, { limit: LISTED, stream: void 0 });
  const answers = await askEveryPod((ordinal) => askPod3(r, ordinal));
  const heard = answers.filter((answer) => answer !== void 0);
  if (heard.length === 0) {
    answerJson(r, 503, { error: "no ingest pod answers; try again" });
    return;
  }
  const listed = await recorded;
  const viewers = viewersByStream(Date.now());
  const merged = mergedStreams(heard.map((each) => each.streams));
  r.headersOut[COMPLETE] = heard.length === answers.length ? "yes" : "no";
  answerJson(r, 200, {
    streams: merged.map((stream2) => described(stream2, viewers[stream2.name] || 0)),
    recordings: listed.recordings,
    recordingsComplete: listed.complete
  });
}
async function answerStream(r) {
  const name = r.variables["asked_stream"] || "";
  const reply = await r.subrequest("/api/streams");
  if (reply.status !== 200) {
    answerJson(r, 503, { error: "no ingest pod answers; try again" });
    return;
  }
  const all = JSON.parse(textOf(reply)).streams;
  const found = all.find((each) => each.name === name);
  if (found) {
    answerJson(r, 200, found);
  } else if (reply.headersOut[COMPLETE] === "yes") {
    answerJson(r, 404, { error: `nobody publishes a stream called ${name}` });
  } else {
    answerJson(r, 503, { error: `an ingest pod does not answer, and no other has a stream called ${name}; try again` });
  }
}
async function askPod3(r, ordinal) {
  const reply = await r.subrequest(`/internal/ingest/${ordinal}`);
  return answerOfPod(reply);
}
function described(stream2, viewers) {
  const name = stream2.name;
  return {
    name,
    title: titleOf(name),
    state: stream2.state,
    since: new Date(stream2.since).toISOString(),
    uptimeSeconds: stream2.uptimeSeconds,
    ingest: stream2.ingest,
    renditions: stream2.renditions.map((rendition) => Object.assign({}, rendition, { urls: urlsOf(name, rendition) })),
    viewers,
    segmentAgeSeconds: stream2.segmentAgeSeconds,
    urls: Object.assign(
      { hls: `hls/${name}.m3u8`, watch: `watch/${name}`, embed: `embed/${name}` },
      settings6.posters ? { poster: `posters/${name}.jpg` } : {}
    )
  };
}
function titleOf(name) {
  const title = settings6.titles[name];
  return typeof title === "string" ? title : name;
}
function urlsOf(name, rendition) {
  const found = settings6.renditions.find((each) => each.name === rendition.name);
  const file = name + (found ? found.suffix : "");
  return settings6.dash ? { hls: `hls/${file}.m3u8`, dash: `dash/${file}.mpd` } : { hls: `hls/${file}.m3u8` };
}

// njs/delivery.ts
function streams(r) {
  return answerStreams(r);
}
function stream(r) {
  return answerStream(r);
}
function end(r) {
  return endStream(r);
}
function record(r) {
  return recordStream(r);
}
function recordings(r) {
  return answerRecordings(r);
}
function metrics(r) {
  const now = Date.now();
  const connections = {};
  ["active", "reading", "writing", "waiting"].forEach((state) => {
    connections[state] = Number(r.variables[`connections_${state}`]);
  });
  const requests = requestCounts(r.variables["pid"] || "", now);
  r.headersOut["Content-Type"] = CONTENT_TYPE;
  r.return(200, exposition(deliveryMetrics(requests, viewersByStream(now), connections)));
}
function sweep(r) {
  const now = Date.now();
  sweepViewers(now);
  foldRequests(r.variables["pid"] || "", now);
  return "";
}
var delivery_default = { streams, stream, end, record, recordings, metrics, sweep };
export default delivery_default;
