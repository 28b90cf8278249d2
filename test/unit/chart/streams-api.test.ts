import { readFile } from "node:fs/promises";
import { expect, it } from "vitest";
import { makeStreamsApi, streamsApiPath } from "../../../harness/chart/streams-api.ts";

it("the types of the streams API are what `npm run docs` makes of docs/openapi.yaml", async () => {
  expect(await readFile(streamsApiPath, "utf8")).toBe(await makeStreamsApi());
});
