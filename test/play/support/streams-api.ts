import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import { load } from "js-yaml";
import { expect } from "vitest";
import { projectRoot, waitFor } from "../../../harness/core/index.ts";
import type { LocalService } from "../../../harness/local/index.ts";
import type { Stream, Streams } from "../../../harness/stream/index.ts";

interface OpenApi {
  readonly paths: Readonly<
    Record<string, Readonly<Record<string, { readonly responses: Readonly<Record<string, ApiResponse>> }>>>
  >;
}

interface ApiResponse {
  readonly $ref?: string;
}

const description = load(await readFile(join(projectRoot, "docs/openapi.yaml"), "utf8")) as OpenApi;
const ajv = new Ajv2020({ strict: false, allErrors: true });
ajv.addSchema(description, "openapi");

/**
 * Asks the API, and checks the answer against docs/openapi.yaml.
 * @param path below the service, such as `/api/streams`
 * @param request GET by default
 */
export async function askApi(
  service: LocalService,
  path: string,
  request: RequestInit = {},
): Promise<{ status: number; body: unknown }> {
  const response = await fetch(service.deliveryUrl + path, request);
  const method = (request.method ?? "GET").toLowerCase();
  const described =
    path in description.paths ? path : path.replace(/^\/api\/streams\/[^/]+(?=$|\/record$)/, "/api/streams/{name}");
  const answer = description.paths[described]?.[method]?.responses[response.status];
  expect(answer, `${method} ${path} answers ${response.status}`).toBeDefined();
  expect(response.headers.get("cache-control")).toBe("no-store");
  expect(response.headers.get("www-authenticate") ?? "").toMatch(response.status === 401 ? /^Bearer/ : /^$/);
  if (response.status === 204) return { status: 204, body: await response.text() };
  const body: unknown = await response.json();
  const pointer = `#/paths/${described.replaceAll("/", "~1")}/${method}/responses/${response.status}`;
  const place = answer?.$ref ?? pointer;
  const validate = ajv.compile({
    $ref: `openapi${place}/content/application~1json/schema`.replaceAll(/[{}]/g, encodeURIComponent),
  });
  validate(body);
  expect(validate.errors ?? [], JSON.stringify(body)).toEqual([]);
  expect(response.headers.get("content-type")).toBe("application/json");
  return { status: response.status, body };
}

/** All streams, by the API. */
export async function listStreams(service: LocalService): Promise<readonly Stream[]> {
  const { status, body } = await askApi(service, "/api/streams");
  expect(status).toBe(200);
  return (body as Streams).streams;
}

/** Waits until a stream in the list is as wanted. */
export function waitForStream(
  service: LocalService,
  name: string,
  wanted: (stream: Stream) => boolean,
  seconds = 30,
): Promise<Stream> {
  return waitFor(`the stream ${name} in the API`, { seconds }, async () => {
    const streams = await listStreams(service);
    const found = streams.find((stream) => stream.name === name);
    if (!found || !wanted(found)) throw new Error(`the API has ${JSON.stringify(streams)}`);
    return found;
  });
}
