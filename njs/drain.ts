/**
 * The drain of a pod that is to end: its publishers may finish, then they are ended. The pod's preStop script says so
 * by a file (chart/files/ingest/ingest-drain.sh), since the image has no program that could ask over HTTP.
 */
import settings from "settings.js";
import { readText } from "./files.ts";

/** Why a draining pod refuses a publisher; empty while the pod does not drain. */
export function drainRefusal(): string {
  return readText(settings.drainFile) === undefined ? "" : "this pod drains; connect again, to reach another one";
}

/** Why a draining pod ends its publishers; empty while they may go on. */
export function drainEnd(): string {
  const phase = readText(settings.drainFile) || "";
  return phase.trim() === "end" ? "this pod ends, and ingest.drain.seconds are over" : "";
}
