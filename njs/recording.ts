/**
 * Recordings begin and end here: once a second, for each publisher, by nginx-rtmp's own control. What was asked is
 * asked again each time, so that a recorder that stopped by itself, as on a full volume, goes on.
 */
import fs from "fs";
import settings from "settings.js";
import { readText, remove, replaceText, sizeOf } from "./files.ts";
import { nameRefusal } from "./names.ts";
import { textOf } from "./nginx-rtmp.ts";
import { isToBeRecorded, type Order } from "./recording-rules.ts";

/**
 * Two recorders take turns: one begins its file at a keyframe before the other one ends its own, so that nothing is
 * lost.
 */
type Recorder = "even" | "odd";

interface Recording {
  readonly recorder: Recorder;
  /** The file; empty where it is not known. */
  readonly path: string;
  /** Milliseconds since 1970 of its start. */
  readonly at: number;
  /** Whether the other recorder still writes the file before this one. */
  readonly overlaps: boolean;
}

/** Starts, continues or ends the recording of a stream that is published here. */
export async function updateRecording(r: NginxHTTPRequest, name: string): Promise<void> {
  if (!settings.recording) {
    return;
  }
  const before = readRecording(name);
  const isVolumeFull = readText(settings.recording.fullPath) !== undefined;
  if (isVolumeFull || !isToBeRecorded(settings.recording, name, readOrder(name), new Date())) {
    if (before) {
      await control(r, "stop", name, before.recorder);
      await control(r, "stop", name, otherThan(before.recorder));
      forgetRecording(name);
      r.warn(
        `recording of stream ${name} ended${isVolumeFull ? ": the volume has less than recording.minFree left" : ""}`,
      );
    }
    return;
  }
  const kept = await keepRecording(r, name, before);
  const current = await endFull(r, name, kept);
  replaceText(recordingPath(name), JSON.stringify(current));
}

/** Forgets what is known of a stream's recording: its publisher is gone, and the recorder ended with it. */
export function forgetRecording(name: string): void {
  remove(recordingPath(name));
}

/**
 * Hands over what a worker that died was recording of a stream, now that it has a new publisher: nobody writes to it
 * any more. Workers that end in order do so themselves.
 */
export function endLostRecordings(name: string): void {
  forgetRecording(name);
  if (!settings.recording) {
    return;
  }
  const folder = settings.recording.workPath;
  const lost = new RegExp(`^${name}-\\d+\\.flv$`);
  try {
    fs.readdirSync(folder)
      .filter((file) => lost.test(file))
      .forEach((file) => {
        fs.renameSync(`${folder}/${file}`, `${folder}/ended/${file}`);
      });
  } catch (_) {
    // The volume is away, or the worker that ended handed it over after all.
  }
}

/**
 * Takes an order for a stream, whoever publishes it and on whatever pod: `start`, `stop`, or `auto` for what the values
 * say.
 */
export function takeOrder(name: string, order: string): string {
  if (!settings.recording) {
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

/** Why recordings cannot be written; empty when they can, or when there are none. */
export function recordingFault(): string {
  if (!settings.recording) {
    return "";
  }
  const probe = `${settings.recording.workPath}/.ready`;
  try {
    replaceText(probe, "");
    remove(probe);
    return "";
  } catch (error) {
    return `the volume of recordings cannot be written: ${error}`;
  }
}

async function keepRecording(r: NginxHTTPRequest, name: string, before: Recording | undefined): Promise<Recording> {
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

/**
 * Lets the other recorder begin when a file is as large or as long as it may be, and ends a file whose successor has
 * begun.
 */
async function endFull(r: NginxHTTPRequest, name: string, current: Recording): Promise<Recording> {
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

function isFull(current: Recording): boolean {
  const rules = settings.recording;
  if (!rules) {
    return false;
  }
  const isLong = rules.maxSeconds > 0 && Date.now() - current.at >= rules.maxSeconds * 1000;
  return isLong || (rules.maxBytes > 0 && sizeOf(current.path) >= rules.maxBytes);
}

/** Starts or stops a recorder. Returns the file that was opened or closed; empty when there was nothing to do. */
async function control(r: NginxHTTPRequest, verb: "start" | "stop", name: string, recorder: Recorder): Promise<string> {
  const reply = await r.subrequest(`/internal/control/record/${verb}`, {
    args: `app=live&name=${name}&rec=${recorder}`,
  });
  return reply.status === 200 ? textOf(reply) : "";
}

function otherThan(recorder: Recorder): Recorder {
  return recorder === "even" ? "odd" : "even";
}

function readRecording(name: string): Recording | undefined {
  const text = readText(recordingPath(name));
  return text === undefined ? undefined : (JSON.parse(text) as Recording);
}

function readOrder(name: string): Order | undefined {
  const order = (readText(orderPath(name)) || "").trim();
  return order === "start" || order === "stop" ? order : undefined;
}

function recordingPath(name: string): string {
  return `${settings.runPath}/${name}.recording`;
}

function orderPath(name: string): string {
  return `${settings.recording?.ordersPath}/${name}`;
}
