// Built from njs/ by `npm run build:njs`. Change the sources.

// njs/ingest.ts
import settings17 from "settings.js";

// njs/admin-orders.ts
import settings4 from "settings.js";

// njs/files.ts
import fs from "fs";
function readText(path2) {
  try {
    return fs.readFileSync(path2, "utf8");
  } catch (_) {
    return void 0;
  }
}
function replaceText(path2, text) {
  const next = `${path2}.new`;
  fs.writeFileSync(next, text);
  fs.renameSync(next, path2);
}
function remove(path2) {
  try {
    fs.unlinkSync(path2);
    return true;
  } catch (_) {
    return false;
  }
}
function sizeOf(path2) {
  try {
    return fs.statSync(path2).size;
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
function admitsAdmin(r, path2) {
  let tokens;
  try {
    tokens = readTokens(path2);
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
function readTokens(path2) {
  const text = readText(path2);
  if (text === void 0) {
    throw new Error(`the admin's tokens cannot be read: ${path2} is not there, or not readable`);
  }
  try {
    return parseSecretLines(text, "token");
  } catch (error) {
    throw new Error(`the admin's tokens cannot be read: ${path2}: ${error.message}`);
  }
}

// njs/names.ts
import settings from "settings.js";
function nameRefusal(name) {
  if (!/^[A-Za-z0-9_-]{1,64}$/.test(name)) {
    return "a name is 1 to 64 of A-Z a-z 0-9 _ -";
  }
  const rendition = settings.renditions.find((candidate) => name.endsWith(candidate.suffix));
  return rendition ? `it ends in ${rendition.suffix}, which marks a rendition` : "";
}

// njs/statistics.ts
function streamsOf(xml, application) {
  const start = xml.indexOf(`<application>\r
<name>${application}</name>`);
  if (start < 0) {
    return [];
  }
  const end = xml.indexOf("</application>", start);
  const streams2 = xml.slice(start, end).split("<stream>").slice(1);
  return streams2.map((stream) => streamOf(stream.slice(0, stream.indexOf("</stream>"))));
}
function findStream(streams2, name) {
  return streams2.find((stream) => stream.name === name);
}
function streamOf(xml) {
  return {
    name: between(xml, "<name>", "</name>"),
    // A client has such a mark too; the stream's own stands behind the last client.
    publishing: xml.slice(xml.lastIndexOf("</nclients>")).indexOf("<publishing/>") >= 0,
    age: numberIn(xml, "time"),
    bytesIn: numberIn(xml, "bytes_in"),
    video: videoIn(between(xml, "<video>", "</video>")),
    audio: audioIn(between(xml, "<audio>", "</audio>"))
  };
}
function videoIn(xml) {
  const codec = between(xml, "<codec>", "</codec>");
  return codec === "" ? null : {
    codec,
    profile: between(xml, "<profile>", "</profile>"),
    width: numberIn(xml, "width"),
    height: numberIn(xml, "height"),
    frameRate: numberIn(xml, "frame_rate")
  };
}
function audioIn(xml) {
  const codec = between(xml, "<codec>", "</codec>");
  return codec === "" ? null : {
    codec,
    profile: between(xml, "<profile>", "</profile>"),
    channels: numberIn(xml, "channels"),
    sampleRate: numberIn(xml, "sample_rate")
  };
}
function numberIn(xml, element) {
  return Number(between(xml, `<${element}>`, `</${element}>`));
}
function between(text, open, close) {
  const start = text.indexOf(open);
  if (start < 0) {
    return "";
  }
  const end = text.indexOf(close, start);
  return end < 0 ? "" : text.slice(start + open.length, end);
}

// njs/nginx-rtmp.ts
async function currentStreams(r) {
  const reply = await r.subrequest("/internal/stat");
  const xml = textOf(reply);
  return { live: streamsOf(xml, "live"), show: streamsOf(xml, "show") };
}
function textOf(reply) {
  return reply.responseBuffer ? reply.responseBuffer.toString() : "";
}
async function dropPublisher(r, application, name) {
  await r.subrequest("/internal/control/drop/publisher", { args: `app=${application}&name=${name}` });
}
function isPublished(streams2, name) {
  var _a, _b;
  return (_b = (_a = findStream(streams2, name)) == null ? void 0 : _a.publishing) != null ? _b : false;
}
function pause(milliseconds) {
  return new Promise((resolve) => {
    setTimeout(() => resolve(), milliseconds);
  });
}

// njs/publisher-counts.ts
import settings2 from "settings.js";
function publisherCounts() {
  const text = readText(path());
  return text === void 0 ? { accepted: 0, refused: 0, dropped: 0, stopped: 0 } : JSON.parse(text);
}
function countPublisher(fate) {
  const counts = publisherCounts();
  counts[fate] += 1;
  replaceText(path(), JSON.stringify(counts));
}
function path() {
  return `${settings2.runPath}/publishers.json`;
}

// njs/recording.ts
import fs2 from "fs";
import settings3 from "settings.js";

// njs/name-pattern.ts
function matchesPattern(name, pattern) {
  const parts = pattern.split("*");
  const first = parts[0];
  if (parts.length === 1) {
    return name === pattern;
  }
  const last = parts[parts.length - 1];
  if (name.length < first.length + last.length || !name.startsWith(first) || !name.endsWith(last)) {
    return false;
  }
  let rest = name.slice(first.length, name.length - last.length);
  return parts.slice(1, -1).every((part) => {
    const at = rest.indexOf(part);
    rest = rest.slice(at + part.length);
    return at >= 0;
  });
}

// njs/recording-rules.ts
function isToBeRecorded(rules, name, order, now) {
  if (order !== void 0) {
    return order === "start";
  }
  return matchesAny(name, rules.streams) || rules.schedule.some((entry) => isScheduled(entry, name, now));
}
function matchesAny(name, patterns) {
  return patterns.some((pattern) => matchesPattern(name, pattern));
}
function isScheduled(entry, name, now) {
  if (!matchesAny(name, entry.streams)) {
    return false;
  }
  const minute = now.getHours() * 60 + now.getMinutes();
  const today = now.getDay();
  if (entry.from < entry.to) {
    return isDay(entry, today) && minute >= entry.from && minute < entry.to;
  }
  return isDay(entry, today) && minute >= entry.from || isDay(entry, today + 6) && minute < entry.to;
}
function isDay(entry, day) {
  return entry.days.indexOf(day % 7) >= 0;
}

// njs/recording.ts
async function updateRecording(r, name) {
  if (!settings3.recording) {
    return;
  }
  const before = readRecording(name);
  const isVolumeFull = readText(settings3.recording.fullPath) !== void 0;
  if (isVolumeFull || !isToBeRecorded(settings3.recording, name, readOrder(name), /* @__PURE__ */ new Date())) {
    if (before) {
      await control(r, "stop", name, before.recorder);
      await control(r, "stop", name, otherThan(before.recorder));
      forgetRecording(name);
      r.warn(
        `recording of stream ${name} ended${isVolumeFull ? ": the volume has less than recording.minFree left" : ""}`
      );
    }
    return;
  }
  const kept2 = await keepRecording(r, name, before);
  const current = await endFull(r, name, kept2);
  replaceText(recordingPath(name), JSON.stringify(current));
}
function forgetRecording(name) {
  remove(recordingPath(name));
}
function endLostRecordings(name) {
  forgetRecording(name);
  if (!settings3.recording) {
    return;
  }
  const folder = settings3.recording.workPath;
  const lost = new RegExp(`^${name}-\\d+\\.flv$`);
  try {
    fs2.readdirSync(folder).filter((file) => lost.test(file)).forEach((file) => {
      fs2.renameSync(`${folder}/${file}`, `${folder}/ended/${file}`);
    });
  } catch (_) {
  }
}
function takeOrder(name, order) {
  if (!settings3.recording) {
    return "recording is off; set recording.enabled to true";
  }
  if (nameRefusal(name) !== "") {
    return nameRefusal(name);
  }
  if (order === "auto") {
    remove(orderPath(name));
  } else if (order === "start" || order === "stop") {
    replaceText(orderPath(name), order);
  } else {
    return "an order is one of start, stop and auto";
  }
  return "";
}
function recordingFault() {
  if (!settings3.recording) {
    return "";
  }
  const probe = `${settings3.recording.workPath}/.ready`;
  try {
    replaceText(probe, "");
    remove(probe);
    return "";
  } catch (error) {
    return `the volume of recordings cannot be written: ${error}`;
  }
}
async function keepRecording(r, name, before) {
  const recorder = before ? before.recorder : "even";
  const path2 = await control(r, "start", name, recorder);
  if (path2 !== "") {
    r.warn(`recording of stream ${name} began: ${path2.slice(path2.lastIndexOf("/") + 1)}`);
  }
  if (path2 !== "" || !before) {
    return { recorder, path: path2, at: Date.now(), overlaps: false };
  }
  return before;
}
async function endFull(r, name, current) {
  if (current.overlaps) {
    if (sizeOf(current.path) === 0) {
      return current;
    }
    await control(r, "stop", name, otherThan(current.recorder));
    return { recorder: current.recorder, path: current.path, at: current.at, overlaps: false };
  }
  if (!isFull(current)) {
    return current;
  }
  const recorder = otherThan(current.recorder);
  const path2 = await control(r, "start", name, recorder);
  return path2 === "" ? current : { recorder, path: path2, at: Date.now(), overlaps: true };
}
function isFull(current) {
  const rules = settings3.recording;
  if (!rules) {
    return false;
  }
  const isLong = rules.maxSeconds > 0 && Date.now() - current.at >= rules.maxSeconds * 1e3;
  return isLong || rules.maxBytes > 0 && sizeOf(current.path) >= rules.maxBytes;
}
async function control(r, verb, name, recorder) {
  const reply = await r.subrequest(`/internal/control/record/${verb}`, {
    args: `app=live&name=${name}&rec=${recorder}`
  });
  return reply.status === 200 ? textOf(reply) : "";
}
function otherThan(recorder) {
  return recorder === "even" ? "odd" : "even";
}
function readRecording(name) {
  const text = readText(recordingPath(name));
  return text === void 0 ? void 0 : JSON.parse(text);
}
function readOrder(name) {
  const order = (readText(orderPath(name)) || "").trim();
  return order === "start" || order === "stop" ? order : void 0;
}
function recordingPath(name) {
  return `${settings3.runPath}/${name}.recording`;
}
function orderPath(name) {
  var _a;
  return `${(_a = settings3.recording) == null ? void 0 : _a.ordersPath}/${name}`;
}

// njs/admin-orders.ts
async function endForAdmin(r) {
  if (!admits(r)) {
    return;
  }
  const name = r.args["name"] || "";
  const streams2 = await currentStreams(r);
  if (nameRefusal(name) !== "" || !isPublished(streams2.live, name)) {
    answerJson(r, 404, { error: "nobody publishes that stream here" });
    return;
  }
  await dropPublisher(r, "live", name);
  countPublisher("dropped");
  r.warn(`dropped publisher of stream ${name}: the admin at ${addressOf(r)} ended it`);
  r.return(204);
}
function recordForAdmin(r) {
  if (!admits(r)) {
    return;
  }
  const name = r.args["name"] || "";
  const order = r.args["order"] || "";
  let refusal;
  try {
    refusal = takeOrder(name, order);
  } catch (error) {
    r.error(`the order for stream ${name} cannot be written: ${error}`);
    answerJson(r, 503, { error: "the volume of recordings cannot be written, and orders go there; try again" });
    return;
  }
  if (refusal !== "") {
    answerJson(r, 400, { error: refusal });
    return;
  }
  r.warn(`recording of stream ${name}: the admin at ${addressOf(r)} ordered ${order}`);
  answerJson(r, 200, { name, order });
}
function admits(r) {
  if (!admitsAdmin(r, settings4.adminTokensFile)) {
    return false;
  }
  if (r.method !== "POST") {
    answerJson(r, 405, { error: "POST it" });
    return false;
  }
  return true;
}
function addressOf(r) {
  const said = (r.headersIn["X-Forwarded-For"] || "").split(",").map((address) => address.trim());
  const addresses = said.filter((address) => /^[0-9A-Fa-f.:]{2,45}$/.test(address)).slice(-4);
  return addresses.join(", ") || r.remoteAddress;
}

// njs/claims.ts
import fs3 from "fs";
import settings5 from "settings.js";
var CLAIM_LIFETIME = 3e4;
var ACCEPTED_LIFETIME = 3e3;
function takeClaim(name) {
  if (findClaim(name)) {
    return void 0;
  }
  const now = Date.now();
  const claim = { id: `${now}-${Math.random().toString(36).slice(2)}`, name, accepted: false, at: now };
  write(claim);
  return claim;
}
function findClaim(name) {
  const text = readText(pathOf(name));
  if (text === void 0) {
    return void 0;
  }
  const claim = JSON.parse(text);
  const lifetime = claim.accepted ? ACCEPTED_LIFETIME : CLAIM_LIFETIME;
  return Date.now() - claim.at > lifetime ? void 0 : claim;
}
function holdsClaim(claim) {
  const found = findClaim(claim.name);
  return found !== void 0 && found.id === claim.id;
}
function acceptClaim(claim) {
  write({ id: claim.id, name: claim.name, accepted: true, at: Date.now() });
}
function dropClaim(name) {
  remove(pathOf(name));
}
function settleClaim(name) {
  const claim = findClaim(name);
  if (claim === void 0 || claim.accepted) {
    dropClaim(name);
  }
}
function claimedNames() {
  return fs3.readdirSync(settings5.runPath).filter((file) => file.endsWith(SUFFIX)).map((file) => file.slice(0, -SUFFIX.length)).filter((name) => findClaim(name) !== void 0);
}
var SUFFIX = ".claim";
function pathOf(name) {
  return `${settings5.runPath}/${name}${SUFFIX}`;
}
function write(claim) {
  replaceText(pathOf(claim.name), JSON.stringify(claim));
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
function nextSequence(text) {
  const playlist2 = parsePlaylist(text);
  return playlist2.sequence + playlist2.segments.length;
}
var SEQUENCE_EPOCH = Date.UTC(2026, 0, 1);
var MILLISECONDS_PER_NUMBER = 500;
function sequenceFromClock(now) {
  return Math.floor((now - SEQUENCE_EPOCH) / MILLISECONDS_PER_NUMBER);
}
function seedPlaylist(sequence, fragmentSeconds) {
  return `#EXTM3U
#EXT-X-VERSION:3
#EXT-X-MEDIA-SEQUENCE:${sequence}
#EXT-X-TARGETDURATION:${Math.ceil(fragmentSeconds)}
`;
}

// njs/discontinuities.ts
var REMEMBERED = 100;
var SUFFIX2 = ".discontinuities";
function discontinuitiesPath(playlistPath2) {
  return playlistPath2.replace(/\.m3u8$/, SUFFIX2);
}
function playlistOfDiscontinuities(file) {
  return file.endsWith(SUFFIX2) ? `${file.slice(0, -SUFFIX2.length)}.m3u8` : void 0;
}
function readDiscontinuities(playlistPath2) {
  const text = readText(discontinuitiesPath(playlistPath2));
  return text === void 0 ? void 0 : JSON.parse(text);
}
function rememberDiscontinuities(playlistPath2, text, known) {
  const path2 = discontinuitiesPath(playlistPath2);
  const next = nextDiscontinuities(known, parsePlaylist(text));
  const nextText = JSON.stringify(next);
  if (readText(path2) !== nextText) {
    replaceText(path2, nextText);
  }
  return next.base + next.numbers.length;
}
function forgetDiscontinuities(playlistPath2) {
  remove(discontinuitiesPath(playlistPath2));
}
function nextDiscontinuities(known, playlist2) {
  const numbers = known.numbers.slice();
  playlist2.segments.forEach((segment, index) => {
    const number = playlist2.sequence + index;
    if (segment.discontinuity && numbers.indexOf(number) < 0) {
      numbers.push(number);
    }
  });
  const kept2 = numbers.filter((number) => number >= playlist2.sequence - REMEMBERED);
  return { base: known.base + numbers.length - kept2.length, numbers: kept2 };
}
function withDiscontinuitySequence(text, known) {
  const sequence = parsePlaylist(text).sequence;
  const left = known.numbers.filter((number) => number < sequence).length;
  return text.replace(/^(#EXT-X-MEDIA-SEQUENCE:.*)$/m, `$1
#EXT-X-DISCONTINUITY-SEQUENCE:${known.base + left}`);
}

// njs/drain.ts
import settings6 from "settings.js";
function drainRefusal() {
  return readText(settings6.drainFile) === void 0 ? "" : "this pod drains; connect again, to reach another one";
}
function drainEnd() {
  const phase = readText(settings6.drainFile) || "";
  return phase.trim() === "end" ? "this pod ends, and ingest.drain.seconds are over" : "";
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
function encodeForm(fields) {
  return Object.keys(fields).map((name) => `${encodeURIComponent(name)}=${encodeURIComponent(fields[name])}`).join("&");
}
function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch (_) {
    return text;
  }
}

// njs/ingest-metrics.ts
import fs8 from "fs";
import settings12 from "settings.js";

// njs/limits.ts
var WINDOW = 5e3;
var FLOOD = 3;
var FLOOD_WINDOW = 900;
function keepSamples(samples, next) {
  const last = samples[samples.length - 1];
  if (last && next.bytes < last.bytes) {
    return [next];
  }
  return samples.filter((sample) => next.at - sample.at <= WINDOW + 1500).concat([next]);
}
function excessiveRate(samples, toleratedBitrate) {
  if (toleratedBitrate === 0) {
    return 0;
  }
  const flood = rateOver(samples, FLOOD_WINDOW);
  if (flood > FLOOD * toleratedBitrate) {
    return flood;
  }
  const average = rateOver(samples, WINDOW);
  return average > toleratedBitrate ? average : 0;
}
function averageRate(samples) {
  const first = samples[0];
  const last = samples[samples.length - 1];
  return first && last && last.at > first.at ? (last.bytes - first.bytes) * 8e3 / (last.at - first.at) : 0;
}
function rateOver(samples, milliseconds) {
  const last = samples[samples.length - 1];
  if (!last) {
    return 0;
  }
  const earlier = samples.filter((sample) => last.at - sample.at >= milliseconds);
  const first = earlier[earlier.length - 1];
  return first ? (last.bytes - first.bytes) * 8e3 / (last.at - first.at) : 0;
}

// njs/published-streams.ts
import settings11 from "settings.js";

// njs/master.ts
import fs6 from "fs";
import settings8 from "settings.js";

// njs/posters.ts
import fs4 from "fs";
import settings7 from "settings.js";
function removePoster(name) {
  remove(`${settings7.postersPath}/${name}.jpg`);
  remove(`${settings7.postersPath}/${name}.jpg.tmp`);
}
function removeLostPosters() {
  const playlists = fs4.readdirSync(settings7.hlsPath);
  fs4.readdirSync(settings7.postersPath).forEach((file) => {
    const name = file.split(".")[0];
    if (!settings7.renditions.some((rendition) => playlists.indexOf(`${name}${rendition.suffix}.m3u8`) >= 0)) {
      removePoster(name);
    }
  });
}

// njs/video.ts
import fs5 from "fs";
var PACKET = 188;
var VIDEO_PID = 256;
var PROBED_BYTES = 350 * PACKET;
var SPS_TYPE = 7;
function videoOf(path2) {
  const bytes = readStart(path2);
  const payload = videoPayload(bytes);
  const sps = findParameterSet(payload);
  return sps && parseParameterSet(sps);
}
function readStart(path2) {
  const descriptor = fs5.openSync(path2, "r");
  try {
    const buffer = Buffer.alloc(PROBED_BYTES);
    const length = fs5.readSync(descriptor, buffer, 0, PROBED_BYTES, 0);
    return buffer.slice(0, length);
  } finally {
    fs5.closeSync(descriptor);
  }
}
function videoPayload(bytes) {
  const parts = [];
  for (let at = 0; at + PACKET <= bytes.length; at += PACKET) {
    const pid = (byte(bytes, at + 1) & 31) << 8 | byte(bytes, at + 2);
    const adaptation = byte(bytes, at + 3) >> 4 & 3;
    if (pid !== VIDEO_PID || (adaptation & 1) === 0) {
      continue;
    }
    const skipped = adaptation === 3 ? 5 + byte(bytes, at + 4) : 4;
    parts.push(bytes.slice(at + skipped, at + PACKET));
    if (parts.length === 20) {
      break;
    }
  }
  return Buffer.concat(parts);
}
function findParameterSet(payload) {
  for (let at = 0; at + 4 < payload.length; at++) {
    if (isStartCode(payload, at) && (byte(payload, at + 3) & 31) === SPS_TYPE) {
      let end = at + 3;
      while (end + 2 < payload.length && !isStartCode(payload, end)) {
        end++;
      }
      return withoutEmulation(payload.slice(at + 3, end));
    }
  }
  return void 0;
}
function isStartCode(bytes, at) {
  return byte(bytes, at) === 0 && byte(bytes, at + 1) === 0 && byte(bytes, at + 2) === 1;
}
function withoutEmulation(bytes) {
  const kept2 = [];
  for (let at = 0; at < bytes.length; at++) {
    const emulation = at > 1 && byte(bytes, at) === 3 && byte(bytes, at - 1) === 0 && byte(bytes, at - 2) === 0;
    if (!emulation) {
      kept2.push(byte(bytes, at));
    }
  }
  return Buffer.from(kept2);
}
var WITH_CHROMA = [100, 110, 122, 244, 44, 83, 86, 118, 128, 138, 139, 134, 135];
function parseParameterSet(sps) {
  const read = bitReader(sps, 4);
  read.golomb();
  let chroma = 1;
  let separatePlanes = 0;
  if (WITH_CHROMA.indexOf(byte(sps, 1)) >= 0) {
    chroma = read.golomb();
    separatePlanes = chroma === 3 ? read.bits(1) : 0;
    read.golomb();
    read.golomb();
    read.bits(1);
    skipScalingLists(read, chroma === 3 ? 12 : 8);
  }
  read.golomb();
  skipPictureOrder(read);
  read.golomb();
  read.bits(1);
  const widthInBlocks = read.golomb() + 1;
  const heightInUnits = read.golomb() + 1;
  const fieldsPerFrame = 2 - read.bits(1);
  if (fieldsPerFrame === 2) {
    read.bits(1);
  }
  read.bits(1);
  const cropped = read.bits(1) === 1;
  const left = cropped ? read.golomb() : 0;
  const right = cropped ? read.golomb() : 0;
  const top = cropped ? read.golomb() : 0;
  const bottom = cropped ? read.golomb() : 0;
  const planes = separatePlanes ? 0 : chroma;
  const cropX = planes === 1 || planes === 2 ? 2 : 1;
  const cropY = (planes === 1 ? 2 : 1) * fieldsPerFrame;
  return {
    width: widthInBlocks * 16 - (left + right) * cropX,
    height: heightInUnits * 16 * fieldsPerFrame - (top + bottom) * cropY,
    codec: `avc1.${sps.slice(1, 4).toString("hex")}`
  };
}
function bitReader(bytes, firstByte) {
  let at = firstByte * 8;
  const bits = (count) => {
    let value = 0;
    for (let n = 0; n < count; n++, at++) {
      value = value * 2 + (byte(bytes, at >> 3) >> 7 - (at & 7) & 1);
    }
    return value;
  };
  const golomb = () => {
    let zeros = 0;
    while (zeros < 32 && bits(1) === 0) {
      zeros++;
    }
    return 2 ** zeros - 1 + bits(zeros);
  };
  return { bits, golomb };
}
function skipScalingLists(read, count) {
  if (read.bits(1) === 0) {
    return;
  }
  for (let list = 0; list < count; list++) {
    if (read.bits(1) === 1) {
      skipScalingList(read, list < 6 ? 16 : 64);
    }
  }
}
function skipScalingList(read, size) {
  let last = 8;
  let next = 8;
  for (let n = 0; n < size; n++) {
    if (next !== 0) {
      const code = read.golomb();
      const delta = code % 2 === 0 ? -code / 2 : (code + 1) / 2;
      next = (last + delta + 256) % 256;
    }
    last = next === 0 ? last : next;
  }
}
function skipPictureOrder(read) {
  const type = read.golomb();
  if (type === 0) {
    read.golomb();
  } else if (type === 1) {
    read.bits(1);
    read.golomb();
    read.golomb();
    for (let left = read.golomb(); left > 0; left--) {
      read.golomb();
    }
  }
}
function byte(bytes, at) {
  const value = bytes[at];
  return value === void 0 ? 0 : value;
}

// njs/master.ts
var PATIENCE_FRAGMENTS = 3;
function masterPath(name) {
  return `${settings8.hlsPath}/${name}.m3u8`;
}
function playlistPath(name, suffix) {
  return `${settings8.hlsPath}/${name}${suffix}.m3u8`;
}
function writeMaster(name, show, state) {
  const now = Date.now();
  const published = settings8.renditions.filter((rendition) => {
    const stream = findStream(show, name + rendition.suffix);
    return stream == null ? void 0 : stream.publishing;
  });
  const peaks = {};
  const variants = [];
  published.forEach((rendition) => {
    const variant = variantOf(name, rendition, show, state.peaks[rendition.name] || rendition.bandwidth);
    if (variant) {
      variants.push(variant);
      peaks[rendition.name] = variant.bandwidth;
    }
  });
  if (variants.length === 0) {
    return state.variants ? { peaks: state.peaks, variants: state.variants } : { peaks: state.peaks };
  }
  const firstSegmentAt = state.firstSegmentAt || now;
  const complete = variants.length === published.length;
  if (complete || now - firstSegmentAt >= PATIENCE_FRAGMENTS * settings8.fragmentSeconds * 1e3) {
    replaceText(masterPath(name), masterText(variants));
    return { peaks, firstSegmentAt, variants };
  }
  return state.variants ? { peaks, firstSegmentAt, variants: state.variants } : { peaks, firstSegmentAt };
}
function masterText(variants) {
  const lines = variants.map(
    (variant) => `#EXT-X-STREAM-INF:BANDWIDTH=${variant.bandwidth},AVERAGE-BANDWIDTH=${variant.averageBandwidth},RESOLUTION=${variant.video.width}x${variant.video.height},CODECS="${codecsOf(variant)}"
${variant.playlist}
`
  );
  return `#EXTM3U
#EXT-X-VERSION:3
${lines.join("")}`;
}
function codecsOf(variant) {
  return variant.audio === "" ? variant.video.codec : `${variant.video.codec},${variant.audio}`;
}
function forgetLostPlaylists() {
  const files = fs6.readdirSync(settings8.hlsPath);
  files.forEach((file) => {
    const playlist2 = playlistOfDiscontinuities(file);
    if (playlist2 !== void 0 && files.indexOf(playlist2) < 0) {
      forgetDiscontinuities(`${settings8.hlsPath}/${playlist2}`);
    }
  });
}
function removePlaylists(name) {
  remove(masterPath(name));
  settings8.renditions.forEach((rendition) => {
    remove(playlistPath(name, rendition.suffix));
    forgetDiscontinuities(playlistPath(name, rendition.suffix));
    remove(`${settings8.dashPath}/${name}${rendition.suffix}.mpd`);
  });
  removePoster(name);
}
function variantOf(name, rendition, show, peak) {
  const text = readText(playlistPath(name, rendition.suffix));
  const playlist2 = parsePlaylist(text || "");
  const newest = playlist2.segments[playlist2.segments.length - 1];
  const video = newest && videoOf(`${settings8.hlsPath}/${newest.file}`);
  const stream = findStream(show, name + rendition.suffix);
  if (!video || !stream) {
    return void 0;
  }
  const rates = ratesOf(playlist2);
  return {
    name: rendition.name,
    playlist: `${name}${rendition.suffix}.m3u8`,
    video,
    audio: audioCodec(stream),
    bandwidth: Math.max(peak, Math.ceil(rates.peak / 1e3) * 1e3),
    averageBandwidth: Math.ceil(rates.average / 1e3) * 1e3
  };
}
function ratesOf(playlist2) {
  let peak = 0;
  let bits = 0;
  let seconds = 0;
  playlist2.segments.forEach((segment) => {
    const size = sizeOf(`${settings8.hlsPath}/${segment.file}`) * 8;
    if (size > 0 && segment.duration >= 0.5) {
      peak = Math.max(peak, size / segment.duration);
      bits += size;
      seconds += segment.duration;
    }
  });
  return { peak, average: seconds > 0 ? bits / seconds : 0 };
}
function audioCodec(stream) {
  const audio = stream.audio;
  if ((audio == null ? void 0 : audio.codec) === "MP3") {
    return "mp4a.40.34";
  }
  if ((audio == null ? void 0 : audio.codec) !== "AAC") {
    return "";
  }
  const objectTypes = { Main: "1", LC: "2", SSR: "3", LTP: "4", SBR: "5", HE: "5", HEv2: "29" };
  return `mp4a.40.${objectTypes[audio.profile] || "2"}`;
}

// njs/rendition-looks.ts
import fs7 from "fs";
import settings9 from "settings.js";
var SLACK = 3;
function lookAtRendition(playlistPath2, since) {
  const segments = parsePlaylist(readText(playlistPath2) || "").segments.filter(
    (segment) => begunAt(segment.file) >= since
  );
  const first = segments[0];
  const newest = segments[segments.length - 1];
  if (!first || !newest) {
    return void 0;
  }
  return {
    playlistAt: changedAt(playlistPath2),
    segmentAt: begunAt(newest.file) + newest.duration * 1e3,
    firstAt: begunAt(first.file),
    mediaSeconds: segments.reduce((sum, segment) => sum + segment.duration, 0),
    longestSeconds: segments.reduce((most, segment) => Math.max(most, segment.duration), 0)
  };
}
function isOverdue(look, now) {
  const allowed = 2 * Math.max(settings9.fragmentSeconds, look.longestSeconds) + SLACK;
  return now - look.segmentAt > allowed * 1e3;
}
function speedOf(look, now) {
  const longest = look.longestSeconds * 1e3;
  const until = Math.max(look.segmentAt, now - longest - 1e3);
  const isSingle = look.segmentAt - look.firstAt <= longest;
  return isSingle ? void 0 : look.mediaSeconds * 1e3 / (until - look.firstAt);
}
function begunAt(file) {
  const time = /-(\d+)\.ts$/.exec(file);
  return time ? Number(time[1]) : 0;
}
function changedAt(path2) {
  try {
    return fs7.statSync(path2).mtimeMs;
  } catch (_) {
    return 0;
  }
}

// njs/stream-state.ts
import settings10 from "settings.js";
var SUFFIX3 = ".state";
function readState(name) {
  const text = readText(pathOf2(name));
  return text === void 0 ? void 0 : JSON.parse(text);
}
function beginState(name, since) {
  const state = { since, samples: [], master: { peaks: {} }, looks: {}, transcoderStarts: 0 };
  replaceText(pathOf2(name), JSON.stringify(state));
  return state;
}
function changeState(name, change) {
  const state = readState(name);
  if (state) {
    replaceText(pathOf2(name), JSON.stringify(Object.assign(state, change)));
  }
}
function forgetState(name) {
  remove(pathOf2(name));
}
function pathOf2(name) {
  return `${settings10.runPath}/${name}${SUFFIX3}`;
}

// njs/published-streams.ts
var START_MILLISECONDS = 6e4;
function publishedStreams(live, now) {
  return live.filter((stream) => stream.publishing).map((stream) => publishedStream(stream, now));
}
function publishedStream(stream, now) {
  const state = readState(stream.name);
  const since = state ? state.since : now - stream.age;
  const variants = (state == null ? void 0 : state.master.variants) || [];
  const newest = state ? newestSegmentAt(state) : 0;
  return {
    name: stream.name,
    state: stateOf(state, since, now),
    since,
    uptimeSeconds: secondsBetween(since, now),
    ingest: {
      bitrate: state ? Math.round(averageRate(state.samples)) : 0,
      video: withRealSize(stream.video, variants),
      audio: stream.audio
    },
    renditions: variants.map((variant) => ({
      name: variant.name,
      bandwidth: variant.bandwidth,
      averageBandwidth: variant.averageBandwidth,
      width: variant.video.width,
      height: variant.video.height,
      codecs: codecsOf(variant)
    })),
    segmentAgeSeconds: newest > 0 ? secondsBetween(newest, now) : null
  };
}
function stateOf(state, since, now) {
  const variants = state == null ? void 0 : state.master.variants;
  if (!state || !variants) {
    return now - since > START_MILLISECONDS ? "stalled" : "starting";
  }
  const overdue = variants.some((variant) => {
    const look = state.looks[variant.name];
    return look !== void 0 && isOverdue(look, now);
  });
  return overdue ? "stalled" : "live";
}
function newestSegmentAt(state) {
  return Object.keys(state.looks).reduce(
    (newest, name) => Math.max(newest, state.looks[name].segmentAt),
    0
  );
}
function withRealSize(video, variants) {
  const copy = settings11.renditions.find((rendition) => rendition.bandwidth === 0);
  const variant = variants.find((candidate) => copy !== void 0 && candidate.name === copy.name);
  return video && variant ? Object.assign({}, video, { width: variant.video.width, height: variant.video.height }) : video;
}
function secondsBetween(from, to) {
  return Math.max(0, Math.round(to - from) / 1e3);
}

// njs/ingest-metrics.ts
var STATES = ["starting", "live", "stalled"];
function ingestMetrics(live, now) {
  const published = [];
  live.forEach((stream) => {
    const state = stream.publishing ? readState(stream.name) : void 0;
    if (state) {
      published.push({ stream, state });
    }
  });
  return podMetrics(published.length).concat(
    streamMetrics(published, now),
    renditionMetrics(renditionsOf(published), now),
    settings12.mediaLimitBytes > 0 ? mediaMetrics() : []
  );
}
function podMetrics(publishers) {
  const counts = publisherCounts();
  return [
    single("gauge", "publishers", "Publishers of this pod.", publishers),
    single("gauge", "publishers_limit", "Publishers that this pod takes (ingest.maxStreams).", settings12.maxStreams),
    single("gauge", "draining", "Whether this pod drains and takes no publisher.", drainRefusal() === "" ? 0 : 1),
    single("counter", "publishers_accepted_total", "Publishers that were accepted.", counts.accepted),
    single("counter", "publishers_refused_total", "Publishers that were refused.", counts.refused),
    single("counter", "publishers_dropped_total", "Publishers that this pod ended.", counts.dropped),
    single("counter", "publishers_stopped_total", "Publishers that are gone, whoever ended them.", counts.stopped)
  ];
}
function streamMetrics(published, now) {
  const each = (value) => published.map((one) => ({ labels: { stream: one.stream.name }, value: value(one) }));
  const states = [];
  published.forEach((one) => {
    const current = stateOf(one.state, one.state.since, now);
    STATES.forEach((state) => {
      states.push({ labels: { stream: one.stream.name, state }, value: state === current ? 1 : 0 });
    });
  });
  return [
    {
      name: "stream_state",
      help: "State of a published stream: 1 for the one that it is in.",
      type: "gauge",
      samples: states
    },
    {
      name: "stream_start_time_seconds",
      help: "When the stream's publisher was accepted, since 1970.",
      type: "gauge",
      samples: each((one) => one.state.since / 1e3)
    },
    {
      name: "stream_received_bytes_total",
      help: "Bytes that the publisher sent.",
      type: "counter",
      samples: each((one) => one.stream.bytesIn)
    },
    {
      name: "stream_received_bytes_per_second",
      help: "Bitrate of the publisher over the last seconds, in bytes.",
      type: "gauge",
      samples: each((one) => averageRate(one.state.samples) / 8)
    },
    {
      name: "transcoder_restarts_total",
      help: "How often ffmpeg was started again for this publisher.",
      type: "counter",
      samples: each((one) => Math.max(0, one.state.transcoderStarts - 1))
    }
  ];
}
function renditionsOf(published) {
  const renditions = [];
  published.forEach((one) => {
    settings12.renditions.forEach((rendition) => {
      const look = one.state.looks[rendition.name];
      const variant = (one.state.master.variants || []).find((each) => each.name === rendition.name);
      if (look) {
        const labels = { stream: one.stream.name, rendition: rendition.name };
        renditions.push({ labels, look, averageBandwidth: variant == null ? void 0 : variant.averageBandwidth });
      }
    });
  });
  return renditions;
}
function renditionMetrics(renditions, now) {
  const each = (value) => {
    const samples = [];
    renditions.forEach((one) => {
      const known = value(one);
      if (known !== void 0) {
        samples.push({ labels: one.labels, value: known });
      }
    });
    return samples;
  };
  return [
    {
      name: "rendition_bytes_per_second",
      help: "Bitrate of the segments in the playlist, in bytes.",
      type: "gauge",
      samples: each((one) => one.averageBandwidth === void 0 ? void 0 : one.averageBandwidth / 8)
    },
    {
      name: "rendition_playlist_age_seconds",
      help: "Seconds since the playlist was written.",
      type: "gauge",
      samples: each((one) => Math.max(0, now - one.look.playlistAt) / 1e3)
    },
    {
      name: "rendition_segment_age_seconds",
      help: "Seconds since the newest segment was closed.",
      type: "gauge",
      samples: each((one) => Math.max(0, now - one.look.segmentAt) / 1e3)
    },
    {
      name: "rendition_speed_ratio",
      help: "Seconds of media that were made in a second, over the playlist: below 1 where ffmpeg or the publisher is too slow.",
      type: "gauge",
      samples: each((one) => speedOf(one.look, now))
    }
  ];
}
function mediaMetrics() {
  let bytes = 0;
  [settings12.hlsPath, settings12.dashPath].forEach((folder) => {
    fs8.readdirSync(folder).forEach((file) => {
      bytes += sizeOf(`${folder}/${file}`);
    });
  });
  return [
    single("gauge", "media_bytes", "Bytes of segments and playlists in this pod's memory.", bytes),
    single("gauge", "media_limit_bytes", "Bytes that this pod's memory volume takes.", settings12.mediaLimitBytes)
  ];
}

// njs/kept-playlists.ts
import fs9 from "fs";
import settings13 from "settings.js";

// njs/playlist-answer.ts
var PLAYLIST_TYPE = "application/vnd.apple.mpegurl";
function sendPlaylist(r, status, text) {
  r.headersOut["Content-Type"] = PLAYLIST_TYPE;
  r.return(status, text);
}
function playlistAnswer(r) {
  const path2 = `${r.variables["document_root"]}${r.uri}`;
  const text = readText(path2);
  if (text === void 0) {
    return { status: 404, text: "", isMedia: false };
  }
  const isMedia = text.indexOf("#EXT-X-STREAM-INF:") < 0;
  if (isMedia && text.indexOf("#EXTINF:") < 0) {
    return { status: 503, text: "", isMedia };
  }
  const known = isMedia ? readDiscontinuities(path2) : void 0;
  return { status: 200, text: known ? withDiscontinuitySequence(text, known) : text, isMedia };
}

// njs/request-body.ts
function bodyOf(r) {
  return Number(r.headersIn["Content-Length"]) > 0 && r.requestBuffer ? r.requestBuffer.toString() : "";
}

// njs/kept-playlists.ts
var KEPT = ".kept";
var TOLD = ".told";
async function servePlaylist(r) {
  const answer = playlistAnswer(r);
  if (answer.status === 200 && answer.isMedia) {
    await tellOnce(r, fileOf(r), answer.text);
  }
  sendPlaylist(r, answer.status, answer.text);
}
function keepPlaylist(r) {
  const text = bodyOf(r);
  if (r.method !== "POST" || !isPlaylist(text)) {
    r.return(400, "POST with a media playlist\n");
    return;
  }
  replaceText(pathOf3(fileOf(r), KEPT), text);
  r.return(204);
}
function serveKept(r) {
  const path2 = pathOf3(fileOf(r), KEPT);
  const text = readText(path2);
  if (text === void 0 || isOld(path2, Date.now())) {
    r.return(404);
    return;
  }
  sendPlaylist(r, 200, text);
}
function forgetOldPlaylists(now) {
  fs9.readdirSync(settings13.runPath).filter((file) => file.endsWith(KEPT) || file.endsWith(TOLD)).map((file) => `${settings13.runPath}/${file}`).filter((path2) => isOld(path2, now)).forEach((path2) => {
    remove(path2);
  });
}
function isOld(path2, now) {
  return now - fs9.statSync(path2).mtimeMs > settings13.playlistSeconds * 1e3;
}
async function tellOnce(r, file, text) {
  if (settings13.peers.length === 0) {
    return;
  }
  const next = String(nextSequence(text));
  const told2 = pathOf3(file, TOLD);
  if (readText(told2) === next) {
    return;
  }
  await Promise.all(
    settings13.peers.map(
      (_, ordinal) => r.subrequest(`/internal/keep/${ordinal}/${file}`, { method: "POST", body: text })
    )
  );
  replaceText(told2, next);
}
function isPlaylist(text) {
  const lines = text.split("\n");
  return lines[0] === "#EXTM3U" && lines.slice(1).every((line) => /^(#EXT[A-Z0-9:.,=-]*|[A-Za-z0-9_-]+\.ts|)$/.test(line));
}
function fileOf(r) {
  return r.uri.slice(r.uri.lastIndexOf("/") + 1);
}
function pathOf3(file, suffix) {
  return `${settings13.runPath}/${file}${suffix}`;
}

// njs/ownership.ts
import settings15 from "settings.js";

// njs/stretches.ts
import fs10 from "fs";
import settings14 from "settings.js";
var EPOCH = Date.UTC(2026, 10, 1);
var MILLISECONDS_PER_NUMBER2 = 5e3;
var CLOCK_LIMIT = 65536;
var LIFETIME = 24 * 3600 * 1e3;
var SUFFIX4 = ".stretch";
function stretchFromClock(now) {
  return Math.floor((now - EPOCH) / MILLISECONDS_PER_NUMBER2) % CLOCK_LIMIT;
}
function knownStretch(name) {
  const text = readText(pathOf4(name));
  return text === void 0 ? 0 : JSON.parse(text).count;
}
function knownStretches() {
  const known = {};
  stretchFiles().forEach((file) => {
    const name = file.slice(0, -SUFFIX4.length);
    known[name] = knownStretch(name);
  });
  return known;
}
function rememberStretch(name, count, now) {
  if (count <= knownStretch(name)) {
    return false;
  }
  replaceText(pathOf4(name), JSON.stringify({ count, at: now }));
  return true;
}
function forgetOldStretches(now) {
  stretchFiles().map((file) => `${settings14.runPath}/${file}`).filter((path2) => now - JSON.parse(readText(path2) || "{}").at > LIFETIME).forEach((path2) => {
    remove(path2);
  });
}
function stretchFiles() {
  return fs10.readdirSync(settings14.runPath).filter((file) => file.endsWith(SUFFIX4));
}
function pathOf4(name) {
  return `${settings14.runPath}/${name}${SUFFIX4}`;
}

// njs/ownership.ts
var SAMPLE_PERIOD = 200;
var POLL_PERIOD = 50;
var FFMPEG_PATIENCE = 1500;
async function releaseHere(r, name) {
  if (await stillSends(r, name)) {
    return refused("somebody publishes it");
  }
  await endRenditions(r, name);
  const stretch = knownStretch(name);
  return settings15.sharedStorage ? { refusal: "", playlists: {}, stretch } : handover(name, stretch);
}
async function releaseToPeer(r, name, claimId) {
  const claim = findClaim(name);
  if (claim && claim.id !== claimId) {
    if (claim.accepted || claim.id < claimId) {
      return refused("a publisher of it is being accepted");
    }
    dropClaim(name);
  }
  return releaseHere(r, name);
}
async function forgetReleased(r, name) {
  if (!findClaim(name) && !await livePublisher(r, name)) {
    removePlaylists(name);
  }
}
async function confirmHandover(r, name) {
  await askPeers(r, "forget", `name=${name}`);
}
async function releaseByPeers(r, name, claimId) {
  const self = r.variables["hostname"] || "";
  const asked = settings15.peers.map(
    (address, ordinal) => address.split(":")[0] === self ? Promise.resolve(void 0) : askPeer(r, ordinal, name, claimId)
  );
  const answers = await Promise.all(asked);
  return answers.filter((answer) => answer !== void 0);
}
async function askPeer(r, ordinal, name, claimId) {
  const reply = await r.subrequest(`/internal/peer/${ordinal}/release`, { args: `name=${name}&claim=${claimId}` });
  if (reply.status !== 200) {
    r.warn(`ingest pod ${settings15.peers[ordinal]} did not answer for stream ${name} (${reply.status})`);
    return void 0;
  }
  return JSON.parse(textOf(reply));
}
async function tellPeers(r, name, stretch) {
  await askPeers(r, "remember", `name=${name}&stretch=${stretch}`);
}
async function learnFromPeers(r) {
  const replies = await askPeers(r, "stretches", "");
  replies.forEach((reply) => {
    const known = reply.status === 200 ? JSON.parse(textOf(reply)) : {};
    Object.keys(known).forEach((name) => {
      if (nameRefusal(name) === "") {
        rememberStretch(name, known[name], Date.now());
      }
    });
  });
}
function askPeers(r, question, args) {
  return Promise.all(
    settings15.peers.map((_, ordinal) => r.subrequest(`/internal/peer/${ordinal}/${question}`, { args }))
  );
}
function refused(refusal) {
  return { refusal, playlists: {} };
}
async function stillSends(r, name) {
  const before = await livePublisher(r, name);
  if (!before) {
    return false;
  }
  const deadline = Date.now() + settings15.takeoverMilliseconds;
  while (Date.now() < deadline) {
    await pause(SAMPLE_PERIOD);
    const now = await livePublisher(r, name);
    if (!now) {
      return false;
    }
    if (now.bytesIn !== before.bytesIn) {
      return true;
    }
  }
  r.warn(`dropped the publisher of stream ${name}: silent for ${settings15.takeoverMilliseconds} ms`);
  await dropPublisher(r, "live", name);
  return false;
}
async function livePublisher(r, name) {
  const streams2 = await currentStreams(r);
  const stream = findStream(streams2.live, name);
  return (stream == null ? void 0 : stream.publishing) ? stream : void 0;
}
async function endRenditions(r, name) {
  let left = await waitForRenditions(r, name);
  for (let n = 0; n < left.length; n++) {
    await dropPublisher(r, "show", left[n]);
  }
  if (left.length > 0) {
    r.warn(`dropped ${left.length} renditions of stream ${name}: ffmpeg did not end`);
    left = await waitForRenditions(r, name);
  }
  if (left.length > 0) {
    throw new Error(`renditions of stream ${name} do not end: ${left.join(", ")}`);
  }
}
async function waitForRenditions(r, name) {
  const deadline = Date.now() + FFMPEG_PATIENCE;
  let left = await renditionsLeft(r, name);
  while (left.length > 0 && Date.now() < deadline) {
    await pause(POLL_PERIOD);
    left = await renditionsLeft(r, name);
  }
  return left;
}
async function renditionsLeft(r, name) {
  const streams2 = await currentStreams(r);
  return settings15.renditions.map((rendition) => name + rendition.suffix).filter((rendition) => isPublished(streams2.show, rendition));
}
function handover(name, stretch) {
  const playlists = {};
  const discontinuities = {};
  settings15.renditions.forEach((rendition) => {
    const path2 = playlistPath(name, rendition.suffix);
    const text = readText(path2);
    const known = readDiscontinuities(path2);
    if (text !== void 0) {
      playlists[rendition.name] = text;
    }
    if (known) {
      discontinuities[rendition.name] = known;
    }
  });
  return { refusal: "", playlists, discontinuities, stretch };
}

// njs/finished-recordings.ts
import fs11 from "fs";
var FOLDER = "recordings";
var TIME = "20261125T130000Z";
var HEAD_BYTES = 256;
function finishedRecordings(root, limit, stream) {
  const found = [];
  const files = newestFirst(root, stream);
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
function newestFirst(root, stream) {
  const files = [];
  const folders = stream === void 0 ? namesIn(`${root}/${FOLDER}`) : [stream];
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
    const path2 = `${root}/${below}`;
    const length = secondsOfHead(headOf(path2));
    if (length === void 0) {
      return void 0;
    }
    const seconds = Math.round(length * 1e3) / 1e3;
    const bytes = fs11.statSync(path2).size;
    return { name: recording.name, file, url: `vod/${below}`, seconds, bytes, at: recording.at };
  } catch (_) {
    return void 0;
  }
}
function headOf(path2) {
  const head = Buffer.alloc(HEAD_BYTES);
  const fd = fs11.openSync(path2, "r");
  try {
    fs11.readSync(fd, head, 0, HEAD_BYTES, 0);
  } finally {
    fs11.closeSync(fd);
  }
  return head;
}
function typeAt(head, offset) {
  return head.slice(offset + 4, offset + 8).toString();
}
function namesIn(folder) {
  try {
    return fs11.readdirSync(folder).filter((name) => !name.startsWith("."));
  } catch (_) {
    return [];
  }
}

// njs/recordings-query.ts
var LISTED = 100;
var MOST_LISTED = 1e3;
function admittedQuery(r) {
  const stream = r.args["stream"];
  const limit = r.args["limit"] === void 0 ? LISTED : Number(r.args["limit"]);
  if (!(limit >= 1 && limit <= MOST_LISTED) || stream !== void 0 && !/^[A-Za-z0-9_-]{1,64}$/.test(stream)) {
    answerJson(r, 400, { error: `stream is a stream's name, limit a number from 1 to ${MOST_LISTED}` });
    return void 0;
  }
  return { limit, stream };
}

// njs/pod-recordings.ts
function answerOwnRecordings(r) {
  const query = admittedQuery(r);
  if (query) {
    const recordings2 = finishedRecordings(`${r.variables["document_root"]}`, query.limit, query.stream);
    answerJson(r, 200, { recordings: recordings2 });
  }
}

// njs/publish-access.ts
import settings16 from "settings.js";

// njs/publish-keys.ts
function parsePublishKeys(text) {
  let keys;
  try {
    keys = JSON.parse(text);
  } catch (_) {
    throw new Error("it is no JSON");
  }
  if (typeof keys !== "object" || keys === null || Array.isArray(keys)) {
    throw new Error("it is no JSON object");
  }
  const entries = keys;
  const patterns = Object.keys(entries);
  for (let n = 0; n < patterns.length; n++) {
    const key = entries[patterns[n]];
    if (typeof key !== "string" || key === "") {
      throw new Error("a key in it is no text, or empty");
    }
  }
  return entries;
}
function keyOf(name, keys) {
  const matching = Object.keys(keys).filter((pattern) => matchesPattern(name, pattern));
  const exact = matching.filter((pattern) => pattern === name);
  const best = exact[0] || matching.sort((a, b) => b.length - a.length || (a < b ? -1 : 1))[0];
  return best === void 0 ? void 0 : keys[best];
}

// njs/publish-access.ts
function keyRefusal(name, key) {
  const path2 = settings16.publishKeysFile;
  if (path2 === "") {
    return "";
  }
  const text = readText(path2);
  if (text === void 0) {
    return `the keys cannot be read: ${path2} is not there, or not readable`;
  }
  let expected;
  try {
    expected = keyOf(name, parsePublishKeys(text));
  } catch (error) {
    return `the keys cannot be read: ${path2}: ${error.message}`;
  }
  if (expected === void 0) {
    return "its name has no key (auth.publish.keys)";
  }
  if (key === void 0 || key === "") {
    return "it gave no key; the name is followed by ?key=KEY";
  }
  return sameText(key, expected) ? "" : "its key is wrong";
}
async function serviceRefusal(r, fields) {
  if (!settings16.asksPublishService) {
    return "";
  }
  const reply = await r.subrequest("/internal/publish-question", { method: "POST", body: questionOf(fields) });
  return reply.status >= 200 && reply.status < 300 ? "" : `the service at auth.publish.url answered ${reply.status}`;
}
var told = ["call", "app", "name", "addr"];
function questionOf(fields) {
  const question = {};
  told.forEach((field) => {
    question[field] = fields[field] || "";
  });
  Object.keys(fields).forEach((field) => {
    if (/^[A-Za-z0-9_-]{1,64}$/.test(field) && reserved.indexOf(field) < 0) {
      question[field] = fields[field];
    }
  });
  return encodeForm(question);
}
var reserved = told.concat(["flashver", "swfurl", "tcurl", "pageurl", "clientid", "type"]);

// njs/rendition-names.ts
function withoutSuffix(rendition, suffixes) {
  const suffix = suffixes.find((candidate) => rendition.endsWith(candidate));
  return (suffix === void 0 ? "" : rendition.slice(0, -suffix.length)) || void 0;
}

// njs/ingest.ts
var UNTOLD = 5;
var LAST_POSTER = 2e3;
async function publish(r) {
  const fields = formFields(bodyOf(r));
  const name = fields["name"] || "";
  const refusal = await refusalOf(r, name, fields).catch((error) => `it failed here: ${error}`);
  if (refusal !== "") {
    r.error(`refused publisher ${fields["addr"]} of stream ${loggedName(name)}: ${refusal}`);
    countPublisher("refused");
    r.return(403);
    return;
  }
  countPublisher("accepted");
  r.warn(`accepted publisher ${fields["addr"]} of stream ${name}`);
  r.return(204);
}
function loggedName(name) {
  const legal = name.replace(/[^A-Za-z0-9_-][\s\S]*$/, "");
  return legal === name ? `"${name}"` : `"${legal}..."`;
}
async function refusalOf(r, name, fields) {
  const early = nameRefusal(name) || keyRefusal(name, fields["key"]) || drainRefusal() || await serviceRefusal(r, fields);
  if (early !== "") {
    return early;
  }
  const claim = takeClaim(name);
  if (!claim) {
    return "another publisher of it is being accepted";
  }
  let refusal = "it failed here";
  try {
    refusal = await refusalOfClaim(r, claim);
  } finally {
    if (refusal !== "" && holdsClaim(claim)) {
      dropClaim(name);
    }
  }
  return refusal;
}
async function refusalOfClaim(r, claim) {
  const name = claim.name;
  if (await isFull2(r, name)) {
    return `this pod has its ${settings17.maxStreams} streams (ingest.maxStreams)`;
  }
  const releases = await Promise.all([releaseHere(r, name), releaseByPeers(r, name, claim.id)]);
  const all = [releases[0]].concat(releases[1]);
  const kept2 = all.find((release2) => release2.refusal !== "");
  if (kept2) {
    return kept2.refusal;
  }
  if (!holdsClaim(claim)) {
    return "an older claim in another pod took it";
  }
  const drain = drainRefusal();
  if (drain !== "") {
    return drain;
  }
  forgetLostPlaylists();
  removeLostPosters();
  forgetOldStretches(Date.now());
  forgetOldPlaylists(Date.now());
  seedPlaylists(name, all);
  beginState(name, Date.now());
  endLostRecordings(name);
  acceptClaim(claim);
  if (!settings17.sharedStorage) {
    await confirmHandover(r, name);
  }
  return "";
}
async function isFull2(r, name) {
  const streams2 = await currentStreams(r);
  const others = claimedNames();
  streams2.live.forEach((stream) => {
    if (stream.publishing && others.indexOf(stream.name) < 0) {
      others.push(stream.name);
    }
  });
  return others.filter((other) => other !== name).length >= settings17.maxStreams;
}
function seedPlaylists(name, releases) {
  var _a;
  const now = Date.now();
  const seed = seedPlaylist(sequenceFromClock(now), settings17.fragmentSeconds);
  const heard = releases.reduce((most, release2) => Math.max(most, release2.stretch || 0), 0);
  const stretch = Math.max(stretchFromClock(now), heard + UNTOLD);
  settings17.renditions.forEach((rendition) => {
    const path2 = playlistPath(name, rendition.suffix);
    const here = readText(path2);
    let newest = here;
    let known = here === void 0 ? void 0 : readDiscontinuities(path2);
    releases.forEach((release2) => {
      var _a2;
      const text = release2.playlists[rendition.name];
      if (text !== void 0 && (newest === void 0 || nextSequence(text) > nextSequence(newest))) {
        newest = text;
        known = (_a2 = release2.discontinuities) == null ? void 0 : _a2[rendition.name];
      }
    });
    if (newest === void 0) {
      newest = seed;
    }
    if (newest !== here) {
      replaceText(path2, newest);
    }
    rememberDiscontinuities(path2, newest, known || { base: stretch, numbers: [] });
  });
  if (readText(playlistPath(name, ((_a = settings17.renditions[0]) == null ? void 0 : _a.suffix) || "")) === seed) {
    remove(masterPath(name));
  }
}
async function update(r) {
  const fields = formFields(bodyOf(r));
  const name = fields["name"] || "";
  let reason = "";
  if (fields["call"] === "update_publish") {
    try {
      reason = drainEnd() || await updateStream(r, name);
    } catch (error) {
      r.error(`update of stream ${name} failed: ${error}`);
    }
    await updateRecording(r, name).catch((error) => r.error(`recording of stream ${name} failed: ${error}`));
  }
  if (reason !== "") {
    countPublisher("dropped");
    r.error(`dropped publisher ${fields["addr"]} of stream ${name}: ${reason}`);
  }
  r.return(reason === "" ? 204 : 403);
}
async function updateStream(r, name) {
  const streams2 = await currentStreams(r);
  const live = findStream(streams2.live, name);
  if (!live) {
    return "";
  }
  const before = readState(name) || beginState(name, Date.now() - live.age);
  settleClaim(name);
  const samples = keepSamples(before.samples, { at: Date.now(), bytes: live.bytesIn });
  const master = writeMaster(name, streams2.show, before.master);
  changeState(name, { samples, master, looks: lookAtRenditions(name, before) });
  await rememberPlaylists(r, name);
  return excessOf(samples);
}
function lookAtRenditions(name, before) {
  const looks = {};
  settings17.renditions.forEach((rendition) => {
    const look = lookAtRendition(playlistPath(name, rendition.suffix), before.since) || before.looks[rendition.name];
    if (look) {
      looks[rendition.name] = look;
    }
  });
  return looks;
}
function excessOf(samples) {
  const excess = excessiveRate(samples, settings17.toleratedBitrate);
  if (excess === 0) {
    return "";
  }
  const allowed = settings17.maxBitrate / 1e3;
  return `it sends ${Math.round(excess / 1e3)} kbit/s, the ladder allows ${allowed} (ladder[].maxBitrate)`;
}
async function rememberPlaylists(r, name) {
  let stretch = 0;
  settings17.renditions.forEach((rendition) => {
    const path2 = playlistPath(name, rendition.suffix);
    const text = readText(path2);
    const known = readDiscontinuities(path2);
    if (text !== void 0 && known) {
      stretch = Math.max(stretch, rememberDiscontinuities(path2, text, known));
    }
  });
  if (rememberStretch(name, stretch, Date.now())) {
    await tellPeers(r, name, stretch);
  }
}
function done(r) {
  const fields = formFields(bodyOf(r));
  const name = fields["name"] || "";
  const state = nameRefusal(name) === "" ? readState(name) : void 0;
  if (state) {
    const seconds = Math.round((Date.now() - state.since) / 1e3);
    r.warn(`stopped publisher ${fields["addr"]} of stream ${name} after ${seconds} s`);
    countPublisher("stopped");
    forgetState(name);
    forgetRecording(name);
    removePoster(name);
  }
  r.return(204);
}
async function renditionDone(r) {
  const rendition = formFields(bodyOf(r))["name"] || "";
  const suffixes = settings17.renditions.map((each) => each.suffix);
  const name = withoutSuffix(rendition, suffixes) || "";
  await pause(LAST_POSTER);
  if (nameRefusal(name) === "" && !readState(name)) {
    removePoster(name);
  }
  r.return(204);
}
function play(r) {
  const fields = formFields(bodyOf(r));
  const name = fields["name"] || "";
  const state = nameRefusal(name) === "" && fields["addr"] === "127.0.0.1" ? readState(name) : void 0;
  if (state) {
    changeState(name, { transcoderStarts: state.transcoderStarts + 1 });
  }
  r.return(204);
}
async function streams(r) {
  const current = await currentStreams(r);
  r.headersOut["Content-Type"] = "application/json";
  r.return(200, JSON.stringify({ streams: publishedStreams(current.live, Date.now()) }));
}
async function metrics(r) {
  const current = await currentStreams(r);
  r.headersOut["Content-Type"] = CONTENT_TYPE;
  r.return(200, exposition(ingestMetrics(current.live, Date.now())));
}
async function release(r) {
  const name = r.args["name"] || "";
  if (r.method !== "POST" || nameRefusal(name) !== "") {
    r.return(400, "POST with the name of a stream\n");
    return;
  }
  try {
    const answer = await releaseToPeer(r, name, r.args["claim"] || "");
    r.headersOut["Content-Type"] = "application/json";
    r.return(200, JSON.stringify(answer));
  } catch (error) {
    r.error(`release of stream ${name} failed: ${error}`);
    r.return(500);
  }
}
async function forget(r) {
  const name = r.args["name"] || "";
  if (r.method !== "POST" || nameRefusal(name) !== "") {
    r.return(400, "POST with the name of a stream\n");
    return;
  }
  await forgetReleased(r, name);
  r.return(204);
}
function remember(r) {
  const name = r.args["name"] || "";
  const stretch = Number(r.args["stretch"]);
  if (r.method !== "POST" || nameRefusal(name) !== "" || !(stretch > 0)) {
    r.return(400, "POST with the name of a stream and its stretch\n");
    return;
  }
  rememberStretch(name, stretch, Date.now());
  r.return(204);
}
function record(r) {
  const refusal = r.method === "POST" ? takeOrder(r.args["name"] || "", r.args["order"] || "") : "POST an order";
  r.return(refusal === "" ? 204 : 400, refusal === "" ? "" : `${refusal}
`);
}
function recordings(r) {
  answerOwnRecordings(r);
}
function adminEnd(r) {
  return endForAdmin(r);
}
function adminRecord(r) {
  recordForAdmin(r);
}
function playlist(r) {
  return servePlaylist(r);
}
function keep(r) {
  keepPlaylist(r);
}
function kept(r) {
  serveKept(r);
}
function stretches(r) {
  if (r.method !== "POST") {
    r.return(400, "POST\n");
    return;
  }
  r.headersOut["Content-Type"] = "application/json";
  r.return(200, JSON.stringify(knownStretches()));
}
async function ready(r) {
  if (readText(settings17.heardFile) === void 0) {
    await learnFromPeers(r);
    replaceText(settings17.heardFile, "");
  }
  const drain = drainRefusal();
  if (drain !== "") {
    r.return(503, `${drain}
`);
    return;
  }
  const fault = recordingFault();
  if (fault !== "") {
    r.error(`not ready: ${fault}`);
    r.return(503, "the volume of recordings cannot be written\n");
    return;
  }
  const probe = `${settings17.hlsPath}/.ready-${r.variables["hostname"]}`;
  try {
    replaceText(probe, "");
    remove(probe);
    r.return(200, "ok\n");
  } catch (error) {
    r.error(`not ready: ${settings17.hlsPath} cannot be written: ${error}`);
    r.return(503, "the media folder cannot be written\n");
  }
}
var ingest_default = {
  publish,
  update,
  done,
  renditionDone,
  play,
  streams,
  metrics,
  release,
  forget,
  remember,
  stretches,
  playlist,
  keep,
  kept,
  record,
  recordings,
  adminEnd,
  adminRecord,
  ready
};
export default ingest_default;
