// Built from njs/ by `npm run build:njs`. Change the sources.

// njs/ingest.ts
import settings8 from "settings.js";

// njs/claims.ts
import fs2 from "fs";
import settings from "settings.js";

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

// njs/claims.ts
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
  return fs2.readdirSync(settings.runPath).filter((file) => file.endsWith(SUFFIX)).map((file) => file.slice(0, -SUFFIX.length)).filter((name) => findClaim(name) !== void 0);
}
var SUFFIX = ".claim";
function pathOf(name) {
  return `${settings.runPath}/${name}${SUFFIX}`;
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
  const playlist = parsePlaylist(text);
  return playlist.sequence + playlist.segments.length;
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
  const path = discontinuitiesPath(playlistPath2);
  const next = nextDiscontinuities(known, parsePlaylist(text));
  const nextText = JSON.stringify(next);
  if (readText(path) !== nextText) {
    replaceText(path, nextText);
  }
  return next.base + next.numbers.length;
}
function forgetDiscontinuities(playlistPath2) {
  remove(discontinuitiesPath(playlistPath2));
}
function nextDiscontinuities(known, playlist) {
  const numbers = known.numbers.slice();
  playlist.segments.forEach((segment, index) => {
    const number = playlist.sequence + index;
    if (segment.discontinuity && numbers.indexOf(number) < 0) {
      numbers.push(number);
    }
  });
  const kept = numbers.filter((number) => number >= playlist.sequence - REMEMBERED);
  return { base: known.base + numbers.length - kept.length, numbers: kept };
}

// njs/drain.ts
import settings2 from "settings.js";
function drainRefusal() {
  return readText(settings2.drainFile) === void 0 ? "" : "this pod drains; connect again, to reach another one";
}
function drainEnd() {
  const phase = readText(settings2.drainFile) || "";
  return phase.trim() === "end" ? "this pod ends, and ingest.drain.seconds are over" : "";
}

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
function rateOver(samples, milliseconds) {
  const last = samples[samples.length - 1];
  if (!last) {
    return 0;
  }
  const earlier = samples.filter((sample) => last.at - sample.at >= milliseconds);
  const first = earlier[earlier.length - 1];
  return first ? (last.bytes - first.bytes) * 8e3 / (last.at - first.at) : 0;
}

// njs/master.ts
import fs4 from "fs";
import settings3 from "settings.js";

// njs/statistics.ts
function streamsOf(xml, application) {
  const start = xml.indexOf(`<application>\r
<name>${application}</name>`);
  if (start < 0) {
    return [];
  }
  const end = xml.indexOf("</application>", start);
  const streams = xml.slice(start, end).split("<stream>").slice(1);
  return streams.map((stream) => streamOf(stream.slice(0, stream.indexOf("</stream>"))));
}
function findStream(streams, name) {
  return streams.find((stream) => stream.name === name);
}
function streamOf(xml) {
  const audio = between(xml, "<audio>", "</audio>");
  return {
    name: between(xml, "<name>", "</name>"),
    // A client has such a mark too; the stream's own stands behind the last client.
    publishing: xml.slice(xml.lastIndexOf("</nclients>")).indexOf("<publishing/>") >= 0,
    bytesIn: Number(between(xml, "<bytes_in>", "</bytes_in>")),
    audioCodec: between(audio, "<codec>", "</codec>"),
    audioProfile: between(audio, "<profile>", "</profile>")
  };
}
function between(text, open, close) {
  const start = text.indexOf(open);
  if (start < 0) {
    return "";
  }
  const end = text.indexOf(close, start);
  return end < 0 ? "" : text.slice(start + open.length, end);
}

// njs/video.ts
import fs3 from "fs";
var PACKET = 188;
var VIDEO_PID = 256;
var PROBED_BYTES = 350 * PACKET;
var SPS_TYPE = 7;
function videoOf(path) {
  const bytes = readStart(path);
  const payload = videoPayload(bytes);
  const sps = findParameterSet(payload);
  return sps && parseParameterSet(sps);
}
function readStart(path) {
  const descriptor = fs3.openSync(path, "r");
  try {
    const buffer = Buffer.alloc(PROBED_BYTES);
    const length = fs3.readSync(descriptor, buffer, 0, PROBED_BYTES, 0);
    return buffer.slice(0, length);
  } finally {
    fs3.closeSync(descriptor);
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
  const kept = [];
  for (let at = 0; at < bytes.length; at++) {
    const emulation = at > 1 && byte(bytes, at) === 3 && byte(bytes, at - 1) === 0 && byte(bytes, at - 2) === 0;
    if (!emulation) {
      kept.push(byte(bytes, at));
    }
  }
  return Buffer.from(kept);
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
  return `${settings3.hlsPath}/${name}.m3u8`;
}
function playlistPath(name, suffix) {
  return `${settings3.hlsPath}/${name}${suffix}.m3u8`;
}
function writeMaster(name, show, state) {
  const now = Date.now();
  const published = settings3.renditions.filter((rendition) => {
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
    return { peaks: state.peaks };
  }
  const firstSegmentAt = state.firstSegmentAt || now;
  const complete = variants.length === published.length;
  if (complete || now - firstSegmentAt >= PATIENCE_FRAGMENTS * settings3.fragmentSeconds * 1e3) {
    replaceText(masterPath(name), masterText(variants));
  }
  return { peaks, firstSegmentAt };
}
function masterText(variants) {
  const lines = variants.map((variant) => {
    const codecs = variant.audio === "" ? variant.video.codec : `${variant.video.codec},${variant.audio}`;
    return `#EXT-X-STREAM-INF:BANDWIDTH=${variant.bandwidth},AVERAGE-BANDWIDTH=${variant.averageBandwidth},RESOLUTION=${variant.video.width}x${variant.video.height},CODECS="${codecs}"
${variant.playlist}
`;
  });
  return `#EXTM3U
#EXT-X-VERSION:3
${lines.join("")}`;
}
function forgetLostPlaylists() {
  const files = fs4.readdirSync(settings3.hlsPath);
  files.forEach((file) => {
    const playlist = playlistOfDiscontinuities(file);
    if (playlist !== void 0 && files.indexOf(playlist) < 0) {
      forgetDiscontinuities(`${settings3.hlsPath}/${playlist}`);
    }
  });
}
function removePlaylists(name) {
  remove(masterPath(name));
  settings3.renditions.forEach((rendition) => {
    remove(playlistPath(name, rendition.suffix));
    forgetDiscontinuities(playlistPath(name, rendition.suffix));
    remove(`${settings3.dashPath}/${name}${rendition.suffix}.mpd`);
  });
}
function variantOf(name, rendition, show, peak) {
  const text = readText(playlistPath(name, rendition.suffix));
  const playlist = parsePlaylist(text || "");
  const newest = playlist.segments[playlist.segments.length - 1];
  const video = newest && videoOf(`${settings3.hlsPath}/${newest.file}`);
  const stream = findStream(show, name + rendition.suffix);
  if (!video || !stream) {
    return void 0;
  }
  const rates = ratesOf(playlist);
  return {
    name: rendition.name,
    playlist: `${name}${rendition.suffix}.m3u8`,
    video,
    audio: audioCodec(stream),
    bandwidth: Math.max(peak, Math.ceil(rates.peak / 1e3) * 1e3),
    averageBandwidth: Math.ceil(rates.average / 1e3) * 1e3
  };
}
function ratesOf(playlist) {
  let peak = 0;
  let bits = 0;
  let seconds = 0;
  playlist.segments.forEach((segment) => {
    const size = sizeOf(`${settings3.hlsPath}/${segment.file}`) * 8;
    if (size > 0 && segment.duration >= 0.5) {
      peak = Math.max(peak, size / segment.duration);
      bits += size;
      seconds += segment.duration;
    }
  });
  return { peak, average: seconds > 0 ? bits / seconds : 0 };
}
function audioCodec(stream) {
  if (stream.audioCodec === "MP3") {
    return "mp4a.40.34";
  }
  if (stream.audioCodec !== "AAC") {
    return "";
  }
  const objectTypes = { Main: "1", LC: "2", SSR: "3", LTP: "4", SBR: "5", HE: "5", HEv2: "29" };
  return `mp4a.40.${objectTypes[stream.audioProfile] || "2"}`;
}

// njs/names.ts
import settings4 from "settings.js";
function nameRefusal(name) {
  if (!/^[A-Za-z0-9_-]{1,64}$/.test(name)) {
    return "a name is 1 to 64 of A-Z a-z 0-9 _ -";
  }
  const rendition = settings4.renditions.find((candidate) => name.endsWith(candidate.suffix));
  return rendition ? `it ends in ${rendition.suffix}, which marks a rendition` : "";
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
function isPublished(streams, name) {
  var _a, _b;
  return (_b = (_a = findStream(streams, name)) == null ? void 0 : _a.publishing) != null ? _b : false;
}
function pause(milliseconds) {
  return new Promise((resolve) => {
    setTimeout(() => resolve(), milliseconds);
  });
}

// njs/ownership.ts
import settings6 from "settings.js";

// njs/stretches.ts
import fs5 from "fs";
import settings5 from "settings.js";
var EPOCH = Date.UTC(2026, 10, 1);
var MINUTE = 6e4;
var CLOCK_LIMIT = 65536;
var LIFETIME = 24 * 60 * MINUTE;
var SUFFIX3 = ".stretch";
function stretchFromClock(now) {
  return Math.floor((now - EPOCH) / MINUTE) % CLOCK_LIMIT;
}
function knownStretch(name) {
  const text = readText(pathOf2(name));
  return text === void 0 ? 0 : JSON.parse(text).count;
}
function rememberStretch(name, count, now) {
  if (count <= knownStretch(name)) {
    return false;
  }
  replaceText(pathOf2(name), JSON.stringify({ count, at: now }));
  return true;
}
function forgetOldStretches(now) {
  fs5.readdirSync(settings5.runPath).filter((file) => file.endsWith(SUFFIX3)).map((file) => `${settings5.runPath}/${file}`).filter((path) => now - JSON.parse(readText(path) || "{}").at > LIFETIME).forEach((path) => {
    remove(path);
  });
}
function pathOf2(name) {
  return `${settings5.runPath}/${name}${SUFFIX3}`;
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
  return settings6.sharedStorage ? { refusal: "", playlists: {}, stretch } : handover(name, stretch);
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
  const asked = settings6.peers.map(
    (address, ordinal) => address.split(":")[0] === self ? Promise.resolve(void 0) : askPeer(r, ordinal, name, claimId)
  );
  const answers = await Promise.all(asked);
  return answers.filter((answer) => answer !== void 0);
}
async function askPeer(r, ordinal, name, claimId) {
  const reply = await r.subrequest(`/internal/peer/${ordinal}/release`, { args: `name=${name}&claim=${claimId}` });
  if (reply.status !== 200) {
    r.warn(`ingest pod ${settings6.peers[ordinal]} did not answer for stream ${name} (${reply.status})`);
    return void 0;
  }
  return JSON.parse(textOf(reply));
}
async function tellPeers(r, name, stretch) {
  await askPeers(r, "remember", `name=${name}&stretch=${stretch}`);
}
async function askPeers(r, question, args) {
  await Promise.all(
    settings6.peers.map((_, ordinal) => r.subrequest(`/internal/peer/${ordinal}/${question}`, { args }))
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
  const deadline = Date.now() + settings6.takeoverMilliseconds;
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
  r.warn(`dropped the publisher of stream ${name}: silent for ${settings6.takeoverMilliseconds} ms`);
  await dropPublisher(r, "live", name);
  return false;
}
async function livePublisher(r, name) {
  const streams = await currentStreams(r);
  const stream = findStream(streams.live, name);
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
  const streams = await currentStreams(r);
  return settings6.renditions.map((rendition) => name + rendition.suffix).filter((rendition) => isPublished(streams.show, rendition));
}
function handover(name, stretch) {
  const playlists = {};
  const discontinuities = {};
  settings6.renditions.forEach((rendition) => {
    const path = playlistPath(name, rendition.suffix);
    const text = readText(path);
    const known = readDiscontinuities(path);
    if (text !== void 0) {
      playlists[rendition.name] = text;
    }
    if (known) {
      discontinuities[rendition.name] = known;
    }
  });
  return { refusal: "", playlists, discontinuities, stretch };
}

// njs/recording.ts
import fs6 from "fs";
import settings7 from "settings.js";

// njs/recording-rules.ts
function isToBeRecorded(rules, name, order, now) {
  if (order !== void 0) {
    return order === "start";
  }
  return matchesAny(name, rules.streams) || rules.schedule.some((entry) => isScheduled(entry, name, now));
}
function matchesAny(name, patterns) {
  return patterns.some((pattern) => matches(name, pattern));
}
function matches(name, pattern) {
  const expression = pattern.replace(/\*+/g, ".*").replace(/\?/g, ".");
  return new RegExp(`^${expression}$`).test(name);
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
  if (!settings7.recording) {
    return;
  }
  const before = readRecording(name);
  const isVolumeFull = readText(settings7.recording.fullPath) !== void 0;
  if (isVolumeFull || !isToBeRecorded(settings7.recording, name, readOrder(name), /* @__PURE__ */ new Date())) {
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
  const kept = await keepRecording(r, name, before);
  const current = await endFull(r, name, kept);
  replaceText(recordingPath(name), JSON.stringify(current));
}
function forgetRecording(name) {
  remove(recordingPath(name));
}
function endLostRecordings(name) {
  forgetRecording(name);
  if (!settings7.recording) {
    return;
  }
  const folder = settings7.recording.workPath;
  const lost = new RegExp(`^${name}-\\d+\\.flv$`);
  try {
    fs6.readdirSync(folder).filter((file) => lost.test(file)).forEach((file) => {
      fs6.renameSync(`${folder}/${file}`, `${folder}/ended/${file}`);
    });
  } catch (_) {
  }
}
function takeOrder(name, order) {
  if (!settings7.recording) {
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
  if (!settings7.recording) {
    return "";
  }
  const probe = `${settings7.recording.workPath}/.ready`;
  try {
    replaceText(probe, "");
    remove(probe);
    return "";
  } catch (error) {
    return `the VOD volume cannot be written, and recordings go there: ${error}`;
  }
}
async function keepRecording(r, name, before) {
  const recorder = before ? before.recorder : "even";
  const path = await control(r, "start", name, recorder);
  if (path !== "") {
    r.warn(`recording of stream ${name} began: ${path.slice(path.lastIndexOf("/") + 1)}`);
  }
  if (path !== "" || !before) {
    return { recorder, path, at: Date.now(), overlaps: false };
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
  const path = await control(r, "start", name, recorder);
  return path === "" ? current : { recorder, path, at: Date.now(), overlaps: true };
}
function isFull(current) {
  const rules = settings7.recording;
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
  return `${settings7.runPath}/${name}.recording`;
}
function orderPath(name) {
  var _a;
  return `${(_a = settings7.recording) == null ? void 0 : _a.ordersPath}/${name}`;
}

// njs/ingest.ts
async function publish(r) {
  const fields = formFields(bodyOf(r));
  const name = fields["name"] || "";
  const refusal = await refusalOf(r, name).catch((error) => `it failed here: ${error}`);
  if (refusal !== "") {
    r.error(`refused publisher ${fields["addr"]} of stream ${JSON.stringify(name)}: ${refusal}`);
    r.return(403);
    return;
  }
  r.warn(`accepted publisher ${fields["addr"]} of stream ${name}`);
  r.return(204);
}
async function refusalOf(r, name) {
  const early = nameRefusal(name) || drainRefusal();
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
    return `this pod has its ${settings8.maxStreams} streams (ingest.maxStreams)`;
  }
  const releases = await Promise.all([releaseHere(r, name), releaseByPeers(r, name, claim.id)]);
  const all = [releases[0]].concat(releases[1]);
  const kept = all.find((release2) => release2.refusal !== "");
  if (kept) {
    return kept.refusal;
  }
  if (!holdsClaim(claim)) {
    return "an older claim in another pod took it";
  }
  const drain = drainRefusal();
  if (drain !== "") {
    return drain;
  }
  forgetLostPlaylists();
  forgetOldStretches(Date.now());
  seedPlaylists(name, all);
  remove(statePath(name));
  endLostRecordings(name);
  acceptClaim(claim);
  if (!settings8.sharedStorage) {
    await confirmHandover(r, name);
  }
  return "";
}
async function isFull2(r, name) {
  const streams = await currentStreams(r);
  const others = claimedNames();
  streams.live.forEach((stream) => {
    if (stream.publishing && others.indexOf(stream.name) < 0) {
      others.push(stream.name);
    }
  });
  return others.filter((other) => other !== name).length >= settings8.maxStreams;
}
function seedPlaylists(name, releases) {
  var _a;
  const now = Date.now();
  const seed = seedPlaylist(sequenceFromClock(now), settings8.fragmentSeconds);
  const stretch = releases.reduce((most, release2) => Math.max(most, release2.stretch || 0), stretchFromClock(now));
  settings8.renditions.forEach((rendition) => {
    const path = playlistPath(name, rendition.suffix);
    const here = readText(path);
    let newest = here;
    let known = here === void 0 ? void 0 : readDiscontinuities(path);
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
      replaceText(path, newest);
    }
    rememberDiscontinuities(path, newest, known || { base: stretch, numbers: [] });
  });
  if (readText(playlistPath(name, ((_a = settings8.renditions[0]) == null ? void 0 : _a.suffix) || "")) === seed) {
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
    r.error(`dropped publisher ${fields["addr"]} of stream ${name}: ${reason}`);
  }
  r.return(reason === "" ? 204 : 403);
}
async function updateStream(r, name) {
  const streams = await currentStreams(r);
  const live = findStream(streams.live, name);
  if (!live) {
    return "";
  }
  const text = readText(statePath(name));
  const before = text === void 0 ? { samples: [], master: { peaks: {} } } : JSON.parse(text);
  settleClaim(name);
  const samples = keepSamples(before.samples, { at: Date.now(), bytes: live.bytesIn });
  const master = writeMaster(name, streams.show, before.master);
  await rememberPlaylists(r, name);
  replaceText(statePath(name), JSON.stringify({ samples, master }));
  return excessOf(samples);
}
function excessOf(samples) {
  const excess = excessiveRate(samples, settings8.toleratedBitrate);
  if (excess === 0) {
    return "";
  }
  const allowed = settings8.maxBitrate / 1e3;
  return `it sends ${Math.round(excess / 1e3)} kbit/s, the ladder allows ${allowed} (ladder[].maxBitrate)`;
}
async function rememberPlaylists(r, name) {
  let stretch = 0;
  settings8.renditions.forEach((rendition) => {
    const path = playlistPath(name, rendition.suffix);
    const text = readText(path);
    const known = readDiscontinuities(path);
    if (text !== void 0 && known) {
      stretch = Math.max(stretch, rememberDiscontinuities(path, text, known));
    }
  });
  if (rememberStretch(name, stretch, Date.now())) {
    await tellPeers(r, name, stretch);
  }
}
function done(r) {
  const name = formFields(bodyOf(r))["name"] || "";
  if (nameRefusal(name) === "") {
    remove(statePath(name));
    forgetRecording(name);
  }
  r.return(204);
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
function ready(r) {
  const drain = drainRefusal();
  if (drain !== "") {
    r.return(503, `${drain}
`);
    return;
  }
  const fault = recordingFault();
  if (fault !== "") {
    r.error(`not ready: ${fault}`);
    r.return(503, "the VOD volume cannot be written, and recordings go there\n");
    return;
  }
  const probe = `${settings8.hlsPath}/.ready-${r.variables["hostname"]}`;
  try {
    replaceText(probe, "");
    remove(probe);
    r.return(200, "ok\n");
  } catch (error) {
    r.error(`not ready: ${settings8.hlsPath} cannot be written: ${error}`);
    r.return(503, "the media folder cannot be written\n");
  }
}
function bodyOf(r) {
  return r.requestBuffer ? r.requestBuffer.toString() : "";
}
function statePath(name) {
  return `${settings8.runPath}/${name}.state`;
}
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
var ingest_default = { publish, update, done, release, forget, remember, record, ready };
export default ingest_default;
