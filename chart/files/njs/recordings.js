// Built from njs/ by `npm run build:njs`. Change the sources.

// njs/finished-recordings.ts
import fs from "fs";
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
    const path = `${root}/${below}`;
    const length = secondsOfHead(headOf(path));
    if (length === void 0) {
      return void 0;
    }
    const seconds = Math.round(length * 1e3) / 1e3;
    const bytes = fs.statSync(path).size;
    return { name: recording.name, file, url: `vod/${below}`, seconds, bytes, at: recording.at };
  } catch (_) {
    return void 0;
  }
}
function headOf(path) {
  const head = Buffer.alloc(HEAD_BYTES);
  const fd = fs.openSync(path, "r");
  try {
    fs.readSync(fd, head, 0, HEAD_BYTES, 0);
  } finally {
    fs.closeSync(fd);
  }
  return head;
}
function typeAt(head, offset) {
  return head.slice(offset + 4, offset + 8).toString();
}
function namesIn(folder) {
  try {
    return fs.readdirSync(folder).filter((name) => !name.startsWith("."));
  } catch (_) {
    return [];
  }
}

// njs/recordings.ts
var LIMIT = 100;
var MOST = 1e3;
function list(r) {
  const stream = r.args["stream"];
  const limit = r.args["limit"] === void 0 ? LIMIT : Number(r.args["limit"]);
  r.headersOut["Content-Type"] = "application/json";
  if (!(limit >= 1 && limit <= MOST) || stream !== void 0 && !/^[A-Za-z0-9_-]{1,64}$/.test(stream)) {
    r.return(400, JSON.stringify({ error: `stream is a stream's name, limit a number from 1 to ${MOST}` }));
    return;
  }
  const recordings = finishedRecordings(`${r.variables["document_root"]}`, limit, stream);
  r.return(200, JSON.stringify({ recordings }));
}
var recordings_default = { list };
export default recordings_default;
