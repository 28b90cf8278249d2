/** Control of streams (docs/openapi.yaml): delivery asks the ingest pods to do what the admin orders. */
import settings from "delivery-settings.js";
import { admitsAdmin } from "./admin-access.ts";
import { askEveryPod } from "./every-pod.ts";
import { formFields } from "./form.ts";
import { answerJson } from "./json-answer.ts";
import { textOf } from "./nginx-rtmp.ts";
import { bodyOf } from "./request-body.ts";

const UNSURE = "an ingest pod does not answer, or does not know the token yet";

/** Ends the publisher of a stream, on whatever pod it is. */
export async function endStream(r: NginxHTTPRequest): Promise<void> {
  if (!admitsAdmin(r, settings.adminTokensFile)) {
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

/**
 * Gives an order for the recording of a stream. One pod writes it down for all, on their volume; where each has its
 * own, all do.
 */
export async function recordStream(r: NginxHTTPRequest): Promise<void> {
  if (!admitsAdmin(r, settings.adminTokensFile)) {
    return;
  }
  if (!settings.recording) {
    answerJson(r, 409, { error: "recording is off; set recording.enabled to true" });
    return;
  }
  const args = `name=${r.args["name"] || ""}&order=${encodeURIComponent(orderOf(r))}`;
  if (settings.recording.onPods) {
    await recordOnPods(r, args);
    return;
  }
  for (let ordinal = 0; ordinal < settings.ingestPods; ordinal++) {
    const reply = await askPod(r, ordinal, "record", args);
    if (isDecided(reply)) {
      passOn(r, reply);
      return;
    }
  }
  answerJson(r, 503, { error: `${UNSURE}, or cannot write to the volume, and no other took the order; try again` });
}

/** A stream may come to any pod: an order that one of them has not taken is to be given again. */
async function recordOnPods(r: NginxHTTPRequest, args: string): Promise<void> {
  const replies = await askPods(r, "record", args);
  if (replies.every(isDecided)) {
    passOn(r, (replies.find((reply) => reply.status === 400) || replies[0]) as NginxHTTPRequest);
  } else {
    answerJson(r, 503, {
      error: `${UNSURE}, or cannot write to its volume, and each pod must take the order; try again`,
    });
  }
}

/** Whether a pod took the order, or said what is wrong with it. */
function isDecided(reply: NginxHTTPRequest): boolean {
  return says(reply, 200) || says(reply, 400);
}

function passOn(r: NginxHTTPRequest, reply: NginxHTTPRequest): void {
  r.headersOut["Content-Type"] = "application/json";
  r.return(reply.status, textOf(reply));
}

function askPods(r: NginxHTTPRequest, what: string, args: string): Promise<NginxHTTPRequest[]> {
  return askEveryPod((ordinal) => askPod(r, ordinal, what, args));
}

/** The headers of the request go along, the token among them. */
function askPod(r: NginxHTTPRequest, ordinal: number, what: string, args: string): Promise<NginxHTTPRequest> {
  return r.subrequest(`/internal/admin/${ordinal}/${what}`, { args });
}

/** Whether njs of a pod answered so. nginx itself says 404 in a pod that knows of no admin yet. */
function says(reply: NginxHTTPRequest, status: number): boolean {
  return reply.status === status && reply.headersOut["Content-Type"] === "application/json";
}

/** The order in a form or in JSON; empty where there is none. */
function orderOf(r: NginxHTTPRequest): string {
  const text = bodyOf(r);
  if (!/^application\/json\b/i.test(r.headersIn["Content-Type"] || "")) {
    return formFields(text)["order"] || "";
  }
  try {
    const order = (JSON.parse(text) as { order?: unknown } | null)?.order;
    return typeof order === "string" ? order : "";
  } catch (_) {
    return "";
  }
}
