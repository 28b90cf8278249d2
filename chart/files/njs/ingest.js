// Built from njs/ by `npm run build:njs`. Change the sources.

// njs/ingest.ts
import settings11 from "settings.js";

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

// njs/master.ts
import fs5 from "fs";
import settings4 from "settings.js";

// njs/posters.ts
import fs3 from "fs";
import settings3 from "settings.js";
function removePoster(name) {
  remove(`${settings3.postersPath}/${name}.jpg`);
  remove(`${settings3.postersPath}/${name}.jpg.tmp`);
}
function removeLostPosters() {
  const playlists = fs3.readdirSync(settings3.hlsPath);
  fs3.readdirSync(settings3.postersPath).forEach((file) => {
    const name = file.split(".")[0];
    if (!settings3.renditions.some((rendition) => playlists.indexOf(`${name}${rendition.suffix}.m3u8`) >= 0)) {
      removePoster(name);
    }
  });
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

// njs/video.ts
import fs4 from "fs";
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
  const descriptor = fs4.openSync(path, "r");
  try {
    const buffer = Buffer.alloc(PROBED_BYTES);
    const length = fs4.readSync(descriptor, buffer, 0, PROBED_BYTES, 0);
    return buffer.slice(0, length);
  } finally {
    fs4.closeSync(descriptor);
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
  return `${settings4.hlsPath}/${name}.m3u8`;
}
function playlistPath(name, suffix) {
  return `${settings4.hlsPath}/${name}${suffix}.m3u8`;
}
function writeMaster(name, show, state) {
  const now = Date.now();
  const published = settings4.renditions.filter((rendition) => {
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
  if (complete || now - firstSegmentAt >= PATIENCE_FRAGMENTS * settings4.fragmentSeconds * 1e3) {
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
  const files = fs5.readdirSync(settings4.hlsPath);
  files.forEach((file) => {
    const playlist = playlistOfDiscontinuities(file);
    if (playlist !== void 0 && files.indexOf(playlist) < 0) {
      forgetDiscontinuities(`${settings4.hlsPath}/${playlist}`);
    }
  });
}
function removePlaylists(name) {
  remove(masterPath(name));
  settings4.renditions.forEach((rendition) => {
    remove(playlistPath(name, rendition.suffix));
    forgetDiscontinuities(playlistPath(name, rendition.suffix));
    remove(`${settings4.dashPath}/${name}${rendition.suffix}.mpd`);
  });
  removePoster(name);
}
function variantOf(name, rendition, show, peak) {
  const text = readText(playlistPath(name, rendition.suffix));
  const playlist = parsePlaylist(text || "");
  const newest = playlist.segments[playlist.segments.length - 1];
  const video = newest && videoOf(`${settings4.hlsPath}/${newest.file}`);
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
    const size = sizeOf(`${settings4.hlsPath}/${segment.file}`) * 8;
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

// njs/names.ts
import settings5 from "settings.js";
function nameRefusal(name) {
  if (!/^[A-Za-z0-9_-]{1,64}$/.test(name)) {
    return "a name is 1 to 64 of A-Z a-z 0-9 _ -";
  }
  const rendition = settings5.renditions.find((candidate) => name.endsWith(candidate.suffix));
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
function isPublished(streams2, name) {
  var _a, _b;
  return (_b = (_a = findStream(streams2, name)) == null ? void 0 : _a.publishing) != null ? _b : false;
}
function pause(milliseconds) {
  return new Promise((resolve) => {
    setTimeout(() => resolve(), milliseconds);
  });
}

// njs/ownership.ts
import settings7 from "settings.js";

// njs/stretches.ts
import fs6 from "fs";
import settings6 from "settings.js";
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
  fs6.readdirSync(settings6.runPath).filter((file) => file.endsWith(SUFFIX3)).map((file) => `${settings6.runPath}/${file}`).filter((path) => now - JSON.parse(readText(path) || "{}").at > LIFETIME).forEach((path) => {
    remove(path);
  });
}
function pathOf2(name) {
  return `${settings6.runPath}/${name}${SUFFIX3}`;
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
  return settings7.sharedStorage ? { refusal: "", playlists: {}, stretch } : handover(name, stretch);
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
  const asked = settings7.peers.map(
    (address, ordinal) => address.split(":")[0] === self ? Promise.resolve(void 0) : askPeer(r, ordinal, name, claimId)
  );
  const answers = await Promise.all(asked);
  return answers.filter((answer) => answer !== void 0);
}
async function askPeer(r, ordinal, name, claimId) {
  const reply = await r.subrequest(`/internal/peer/${ordinal}/release`, { args: `name=${name}&claim=${claimId}` });
  if (reply.status !== 200) {
    r.warn(`ingest pod ${settings7.peers[ordinal]} did not answer for stream ${name} (${reply.status})`);
    return void 0;
  }
  return JSON.parse(textOf(reply));
}
async function tellPeers(r, name, stretch) {
  await askPeers(r, "remember", `name=${name}&stretch=${stretch}`);
}
async function askPeers(r, question, args) {
  await Promise.all(
    settings7.peers.map((_, ordinal) => r.subrequest(`/internal/peer/${ordinal}/${question}`, { args }))
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
  const deadline = Date.now() + settings7.takeoverMilliseconds;
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
  r.warn(`dropped the publisher of stream ${name}: silent for ${settings7.takeoverMilliseconds} ms`);
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
  return settings7.renditions.map((rendition) => name + rendition.suffix).filter((rendition) => isPublished(streams2.show, rendition));
}
function handover(name, stretch) {
  const playlists = {};
  const discontinuities = {};
  settings7.renditions.forEach((rendition) => {
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

// njs/published-streams.ts
import settings10 from "settings.js";

// njs/rendition-looks.ts
import fs7 from "fs";
import settings8 from "settings.js";
var SLACK = 3;
function lookAtRendition(playlistPath2, since) {
  const playlistAt = changedAt(playlistPath2);
  const segments = parsePlaylist(readText(playlistPath2) || "").segments.map((segment) => ({
    closedAt: changedAt(`${settings8.hlsPath}/${segment.file}`),
    duration: segment.duration
  })).filter((segment) => segment.closedAt >= since);
  const first = segments[0];
  const newest = segments[segments.length - 1];
  if (!first || !newest) {
    return void 0;
  }
  return {
    playlistAt,
    segmentAt: newest.closedAt,
    firstAt: first.closedAt,
    mediaSeconds: segments.slice(1).reduce((sum, segment) => sum + segment.duration, 0),
    longestSeconds: segments.reduce((most, segment) => Math.max(most, segment.duration), 0)
  };
}
function isOverdue(look, now) {
  const allowed = 2 * Math.max(settings8.fragmentSeconds, look.longestSeconds) + SLACK;
  return now - look.segmentAt > allowed * 1e3;
}
function changedAt(path) {
  try {
    return fs7.statSync(path).mtimeMs;
  } catch (_) {
    return 0;
  }
}

// njs/stream-state.ts
import settings9 from "settings.js";
var SUFFIX4 = ".state";
function readState(name) {
  const text = readText(pathOf3(name));
  return text === void 0 ? void 0 : JSON.parse(text);
}
function beginState(name, since, client) {
  const state = { since, client, samples: [], master: { peaks: {} }, looks: {}, transcoderStarts: 0 };
  replaceText(pathOf3(name), JSON.stringify(state));
  return state;
}
function changeState(name, change) {
  const state = readState(name);
  if (state) {
    replaceText(pathOf3(name), JSON.stringify(Object.assign(state, change)));
  }
}
function forgetState(name) {
  remove(pathOf3(name));
}
function pathOf3(name) {
  return `${settings9.runPath}/${name}${SUFFIX4}`;
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
  const copy = settings10.renditions.find((rendition) => rendition.bandwidth === 0);
  const variant = variants.find((candidate) => copy !== void 0 && candidate.name === copy.name);
  return video && variant ? Object.assign({}, video, { width: variant.video.width, height: variant.video.height }) : video;
}
function secondsBetween(from, to) {
  return Math.max(0, Math.round(to - from) / 1e3);
}

// njs/ingest.ts
async function publish(r) {
  const fields = formFields(bodyOf(r));
  const name = fields["name"] || "";
  const client = fields["clientid"] || "";
  const refusal = await refusalOf(r, name, client).catch((error) => `it failed here: ${error}`);
  if (refusal !== "") {
    r.error(`refused publisher ${fields["addr"]} of stream ${JSON.stringify(name)}: ${refusal}`);
    r.return(403);
    return;
  }
  r.warn(`accepted publisher ${fields["addr"]} of stream ${name}`);
  r.return(204);
}
async function refusalOf(r, name, client) {
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
    refusal = await refusalOfClaim(r, claim, client);
  } finally {
    if (refusal !== "" && holdsClaim(claim)) {
      dropClaim(name);
    }
  }
  return refusal;
}
async function refusalOfClaim(r, claim, client) {
  const name = claim.name;
  if (await isFull(r, name)) {
    return `this pod has its ${settings11.maxStreams} streams (ingest.maxStreams)`;
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
  removeLostPosters();
  forgetOldStretches(Date.now());
  seedPlaylists(name, all);
  beginState(name, Date.now(), client);
  acceptClaim(claim);
  if (!settings11.sharedStorage) {
    await confirmHandover(r, name);
  }
  return "";
}
async function isFull(r, name) {
  const streams2 = await currentStreams(r);
  const others = claimedNames();
  streams2.live.forEach((stream) => {
    if (stream.publishing && others.indexOf(stream.name) < 0) {
      others.push(stream.name);
    }
  });
  return others.filter((other) => other !== name).length >= settings11.maxStreams;
}
function seedPlaylists(name, releases) {
  var _a;
  const now = Date.now();
  const seed = seedPlaylist(sequenceFromClock(now), settings11.fragmentSeconds);
  const stretch = releases.reduce((most, release2) => Math.max(most, release2.stretch || 0), stretchFromClock(now));
  settings11.renditions.forEach((rendition) => {
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
  if (readText(playlistPath(name, ((_a = settings11.renditions[0]) == null ? void 0 : _a.suffix) || "")) === seed) {
    remove(masterPath(name));
  }
}
async function update(r) {
  const fields = formFields(bodyOf(r));
  const name = fields["name"] || "";
  let reason = "";
  if (fields["call"] === "update_publish") {
    try {
      reason = drainEnd() || await updateStream(r, name, fields["clientid"] || "");
    } catch (error) {
      r.error(`update of stream ${name} failed: ${error}`);
    }
  }
  if (reason !== "") {
    r.error(`dropped publisher ${fields["addr"]} of stream ${name}: ${reason}`);
  }
  r.return(reason === "" ? 204 : 403);
}
async function updateStream(r, name, client) {
  const streams2 = await currentStreams(r);
  const live = findStream(streams2.live, name);
  if (!live) {
    return "";
  }
  const before = readState(name) || beginState(name, Date.now() - live.age, client);
  settleClaim(name);
  const samples = keepSamples(before.samples, { at: Date.now(), bytes: live.bytesIn });
  const master = writeMaster(name, streams2.show, before.master);
  changeState(name, { samples, master, looks: lookAtRenditions(name, before) });
  await rememberPlaylists(r, name);
  return excessOf(samples);
}
function lookAtRenditions(name, before) {
  const looks = {};
  settings11.renditions.forEach((rendition) => {
    const look = lookAtRendition(playlistPath(name, rendition.suffix), before.since) || before.looks[rendition.name];
    if (look) {
      looks[rendition.name] = look;
    }
  });
  return looks;
}
function excessOf(samples) {
  const excess = excessiveRate(samples, settings11.toleratedBitrate);
  if (excess === 0) {
    return "";
  }
  const allowed = settings11.maxBitrate / 1e3;
  return `it sends ${Math.round(excess / 1e3)} kbit/s, the ladder allows ${allowed} (ladder[].maxBitrate)`;
}
async function rememberPlaylists(r, name) {
  let stretch = 0;
  settings11.renditions.forEach((rendition) => {
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
  const fields = formFields(bodyOf(r));
  const name = fields["name"] || "";
  const state = nameRefusal(name) === "" ? readState(name) : void 0;
  if (state && state.client === fields["clientid"]) {
    const seconds = Math.round((Date.now() - state.since) / 1e3);
    r.warn(`stopped publisher ${fields["addr"]} of stream ${name} after ${seconds} s`);
    forgetState(name);
    removePoster(name);
  }
  r.return(204);
}
async function streams(r) {
  const current = await currentStreams(r);
  r.headersOut["Content-Type"] = "application/json";
  r.return(200, JSON.stringify({ streams: publishedStreams(current.live, Date.now()) }));
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
function ready(r) {
  const drain = drainRefusal();
  if (drain !== "") {
    r.return(503, `${drain}
`);
    return;
  }
  const probe = `${settings11.hlsPath}/.ready-${r.variables["hostname"]}`;
  try {
    replaceText(probe, "");
    remove(probe);
    r.return(200, "ok\n");
  } catch (error) {
    r.error(`not ready: ${settings11.hlsPath} cannot be written: ${error}`);
    r.return(503, "the media folder cannot be written\n");
  }
}
function bodyOf(r) {
  return r.requestBuffer ? r.requestBuffer.toString() : "";
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
var ingest_default = { publish, update, done, streams, release, forget, remember, ready };
export default ingest_default;
