import { join } from "node:path";
import { expect, test } from "vitest";
import { renditionName } from "../../harness/chart/index.ts";
import { descendants, waitFor } from "../../harness/core/index.ts";
import { clipSource } from "../../harness/stream/index.ts";
import { temporaryFolder } from "../temporary-folder.ts";
import {
  nextNumber,
  publishDuringTest,
  smallLadder,
  startDuringTest,
  waitForMedia,
  waitForSegments,
} from "./support/streams.ts";

const stream = "cam";
const encoded = { width: 160, videoBitrate: "100k", audioBitrate: "48k", preset: "ultrafast" };
const renditions = ["low", "other", "src"];
const values = {
  ladder: [
    { name: "low", ...encoded },
    { name: "other", ...encoded },
    { name: "src", copy: true, maxBitrate: "3000k" },
  ],
  // Lets the test cut one rendition's connection, as nginx itself does.
  ingest: { snippets: { server: "location /cut { rtmp_control all; }" } },
};

test.each(["low", "src"])(
  "when the connection of %s is cut, ffmpeg ends and is started again: no rendition stays away",
  async (lost) => {
    const file = join(await temporaryFolder({ "values.yaml": JSON.stringify(values) }), "values.yaml");
    const service = await startDuringTest({ values: [smallLadder, file] });
    const [ingest] = service.ingests;
    await publishDuringTest(service, { stream, source: await clipSource() });
    const before = await Promise.all(renditions.map((each) => waitForSegments(service, stream, each, 2)));
    const [first] = await descendants(ingest.process.pid, "ffmpeg");

    await fetch(`${ingest.httpUrl}/cut/drop/publisher?app=show&name=${renditionName(stream, lost)}`);
    await waitFor("another ffmpeg", { seconds: 20 }, async () => {
      const [now, ...others] = await descendants(ingest.process.pid, "ffmpeg");
      expect(others).toEqual([]);
      expect(now).toEqual(expect.any(Number));
      expect(now).not.toBe(first);
    });
    for (const [index, each] of renditions.entries()) {
      const had = before[index];
      await waitForMedia(
        service,
        stream,
        each,
        (playlist) => had !== undefined && nextNumber(playlist) > nextNumber(had) + 8,
      );
    }
  },
);
