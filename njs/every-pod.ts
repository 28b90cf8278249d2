/** What delivery asks of every ingest pod. */
import settings from "delivery-settings.js";
import { textOf } from "./nginx-rtmp.ts";

/**
 * Asks every ingest pod at once.
 *
 * @param ask asks one, by its ordinal
 * @returns what each said, by ordinal
 */
export function askEveryPod<T>(ask: (ordinal: number) => Promise<T>): Promise<T[]> {
  const asked: Promise<T>[] = [];
  for (let ordinal = 0; ordinal < settings.ingestPods; ordinal++) {
    asked.push(ask(ordinal));
  }
  return Promise.all(asked);
}

/** What a pod says as JSON; undefined when it does not answer: it is starting, or gone, and what it has with it. */
export function answerOfPod<T>(reply: NginxHTTPRequest): T | undefined {
  try {
    return reply.status === 200 ? (JSON.parse(textOf(reply)) as T) : undefined;
  } catch (_) {
    // Cut short: the pod died while it answered.
    return undefined;
  }
}
