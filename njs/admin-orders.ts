/**
 * What an ingest pod does for the admin. Delivery passes the request on, token and all; this port is open to the
 * cluster.
 */
import settings from "settings.js";
import { admitsAdmin } from "./admin-access.ts";
import { answerJson } from "./json-answer.ts";
import { nameRefusal } from "./names.ts";
import { currentStreams, dropPublisher, isPublished } from "./nginx-rtmp.ts";
import { countPublisher } from "./publisher-counts.ts";
import { takeOrder } from "./recording.ts";

/** Ends the publisher of a stream: 204, or 404 where nobody publishes it here. */
export async function endForAdmin(r: NginxHTTPRequest): Promise<void> {
  if (!admits(r)) {
    return;
  }
  const name = r.args["name"] || "";
  const streams = await currentStreams(r);
  if (nameRefusal(name) !== "" || !isPublished(streams.live, name)) {
    answerJson(r, 404, { error: "nobody publishes that stream here" });
    return;
  }
  await dropPublisher(r, "live", name);
  countPublisher("dropped");
  r.warn(`dropped publisher of stream ${name}: the admin at ${addressOf(r)} ended it`);
  r.return(204);
}

/** Takes an order for the recording of a stream, on whatever pod it is, or will be. */
export function recordForAdmin(r: NginxHTTPRequest): void {
  if (!admits(r)) {
    return;
  }
  const name = r.args["name"] || "";
  const order = r.args["order"] || "";
  let refusal: string;
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

function admits(r: NginxHTTPRequest): boolean {
  if (!admitsAdmin(r, settings.adminTokensFile)) {
    return false;
  }
  if (r.method !== "POST") {
    answerJson(r, 405, { error: "POST it" });
    return false;
  }
  return true;
}

/** Where the admin is, as the proxies on the way say; nothing of that header that is no address. */
function addressOf(r: NginxHTTPRequest): string {
  const said = (r.headersIn["X-Forwarded-For"] || "").split(",").map((address) => address.trim());
  const addresses = said.filter((address) => /^[0-9A-Fa-f.:]{2,45}$/.test(address)).slice(-4);
  return addresses.join(", ") || r.remoteAddress;
}
