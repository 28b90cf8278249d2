import { join } from "node:path";
import { expect, it } from "vitest";
import { lastReleased } from "../../../harness/releasing/released-chart.ts";
import { temporaryFolder } from "../../temporary-folder.ts";

it("the last released version is the highest one of this chart", async () => {
  const folder = await temporaryFolder({
    "tv-0.9.0.tgz": "",
    "tv-0.10.0.tgz": "",
    "tv-0.10.0-rc.1.tgz": "",
    "tv-0.10.0.tgz.prov": "",
    "tv-set-1.0.0.tgz": "",
  });
  expect(await lastReleased("tv", folder)).toEqual({ archive: join(folder, "tv-0.10.0.tgz"), version: "0.10.0" });
  expect(await lastReleased("radio", folder)).toBeUndefined();
});
