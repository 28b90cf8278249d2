import { chmod, copyFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type LocalService, startLocalService } from "../../harness/local/index.ts";
import { Browser } from "../../harness/player/index.ts";
import { clip } from "../../harness/stream/index.ts";
import { openPage, playing, says, screenshot, violationsOf } from "./support/watch-pages.ts";

/** A file that the API lists as a recording. No stream is recorded: nginx answers in place of the API. */
let service: LocalService;
let browser: Browser;

beforeAll(async () => {
  const values = join(import.meta.dirname, "support/watch-recordings.yaml");
  service = await startLocalService({ freePorts: true, values: [values] });
  const file = join(service.vodFolder, "news-1.mp4");
  await copyFile(clip, file);
  await chmod(file, 0o644);
  browser = await Browser.start();
});

afterAll(async () => {
  await browser?.[Symbol.asyncDispose]();
  await service?.stop();
});

test("a recording is listed, and plays", async () => {
  const page = await openPage(browser, `${service.deliveryUrl}/`, { bypassCSP: true });
  const card = page.locator("#recordings .card");
  await card.getByText("1 MB").waitFor();
  await page.getByText("Some recordings cannot be reached at the moment.").waitFor();
  await card.getByText("5 s", { exact: true }).waitFor();
  expect(await violationsOf(page)).toEqual([]);
  await screenshot(page, "recordings");
  await card.getByRole("link").click();
  await playing(page);
  expect(await page.locator("video").getAttribute("src")).toBe(`${service.deliveryUrl}/vod/news-1.mp4`);
  expect(await violationsOf(page)).toEqual([]);
});

test("one that is not listed is not played, whatever the address says", async () => {
  const page = await openPage(browser, `${service.deliveryUrl}/watch/news?recording=../../secret.mp4`);
  await says(page, "This recording is not there");
  await page.getByText("Load this page again later.").waitFor();
  expect(await page.locator("video").getAttribute("src")).toBeNull();
});
