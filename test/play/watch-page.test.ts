import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { type LocalService, startLocalService } from "../../harness/local/index.ts";
import { Browser } from "../../harness/player/index.ts";
import { clipSource } from "../../harness/stream/index.ts";
import { publishDuringTest, smallLadder, waitForSegments } from "./support/streams.ts";
import { listStreams } from "./support/streams-api.ts";
import {
  artifacts,
  openPage,
  patience,
  playing,
  says,
  screenshot,
  siteWithFrame,
  violationsOf,
} from "./support/watch-pages.ts";

/** The title has all that could break nginx's configuration or the page. */
const title = `Channel $5 "& <b>Friends</b>\\;`;

let service: LocalService;
let browser: Browser;
let source: string;

beforeAll(async () => {
  source = await clipSource();
  const values = join(import.meta.dirname, "support/watch-page.yaml");
  service = await startLocalService({ freePorts: true, values: [smallLadder, values] });
  browser = await Browser.start();
});

afterAll(async () => {
  await browser?.[Symbol.asyncDispose]();
  await service?.stop();
});

const urlOf = (path: string): string => service.deliveryUrl + path;
const cardOf = (page: Page, stream: string) =>
  page.locator(".card", { has: page.getByRole("heading", { name: stream }) });

async function publishLive(stream: string) {
  const publisher = await publishDuringTest(service, { stream, source });
  await waitForSegments(service, stream, "low", 3);
  return publisher;
}

test("the list shows what is live, with what begins later, and says of what ends that it has", async () => {
  const page = await openPage(browser, urlOf("/"));
  await page.getByText("Nothing is live").waitFor();
  expect(await page.title()).toBe(title);
  await page.getByText(title).waitFor();
  const publisher = await publishLive("morning");
  const card = cardOf(page, "morning");
  await card.getByText("Live", { exact: true }).waitFor();
  await card.getByText(/\d+ viewers?|no viewers/).waitFor();
  await card.getByText(/ · [\d.]+ Mbit\/s/).waitFor();
  await card.getByText("720p").waitFor();
  await page.getByText("1 stream on air").waitFor();
  expect(await page.getByRole("status").textContent()).toBe("morning is on air.");
  await page.waitForFunction(() => (document.querySelector<HTMLImageElement>(".card img")?.naturalWidth ?? 0) > 0);
  await screenshot(page, "list");
  await publisher.stop();
  await card.getByText("Ended", { exact: true }).waitFor();
  expect(await page.getByRole("status").textContent()).toBe("morning has ended.");
});

test("a click plays: the video goes on, in the quality that is chosen, behind the live edge by what is said", async ({
  annotate,
}) => {
  await publishLive("noon");
  const page = await openPage(browser, urlOf("/"));
  const link = cardOf(page, "noon").getByRole("link");
  await link.waitFor();
  const clicked = Date.now();
  await link.click();
  await page.waitForFunction(
    () => {
      const video = document.querySelector("video");
      return video !== null && video.readyState >= 2 && video.currentTime > 0;
    },
    undefined,
    { timeout: patience, polling: 20 },
  );
  const firstFrame = Date.now() - clicked;
  await annotate(`first frame ${firstFrame} ms after the click`, "metric");
  await playing(page, 3);
  expect(new URL(page.url()).pathname).toBe("/watch/noon");
  expect(await page.title()).toBe(`noon · ${title}`);
  await screenshot(page, "watch");
  await writeFile(join(artifacts, "metrics.json"), `${JSON.stringify({ firstFrameMilliseconds: firstFrame })}\n`);

  const quality = page.getByLabel("Quality");
  const options = await quality.locator("option").allTextContents();
  expect(options.slice(1)).toEqual(["720p src", "90p low"]);
  for (const [label, height] of [
    ["90p low", 90],
    ["720p src", 720],
    ["90p low", 90],
  ] as const) {
    await quality.selectOption({ label });
    await page.waitForFunction((wanted) => document.querySelector("video")?.videoHeight === wanted, height);
    await playing(page);
    await page.locator("#playback", { hasText: label }).waitFor();
  }
  await quality.selectOption("auto");
  await page
    .locator("#playback dd", { hasText: /^[\d.]+ s$/ })
    .first()
    .waitFor();
  await page.locator("#stream", { hasText: "H264 High, 1280×720, 25 frames/s, AAC" }).waitFor();

  await page.getByRole("button", { name: "Pause" }).click();
  await page.getByRole("button", { name: "Go live" }).click();
  await page.getByRole("button", { name: "Live", exact: true }).waitFor();
  await playing(page);
});

test("a stream is called by the title that the operator gave it, in the list, on its page and in the API", async () => {
  const called = `Today's "news" & <b>sport</b> \\ $1`;
  await publishLive("titled");
  const page = await openPage(browser, urlOf("/"));
  await cardOf(page, called).getByRole("link").click();
  await page.getByRole("heading", { name: called }).waitFor();
  expect(await page.title()).toBe(`${called} · ${title}`);
  expect(await (await fetch(urlOf("/api/streams/titled"))).json()).toMatchObject({ name: "titled", title: called });
});

test("DASH plays the rendition that is chosen", async () => {
  await publishLive("dashing");
  const page = await openPage(browser, urlOf("/watch/dashing"));
  await playing(page);
  const asked = page.waitForRequest(/\/dash\/dashing_src\.mpd$/);
  await page.getByLabel("Format").selectOption("dash");
  const options = page.getByLabel("Quality").locator("option");
  await expect.poll(() => options.allTextContents(), { timeout: patience }).toEqual(["720p src", "90p low"]);
  await page.getByLabel("Quality").selectOption({ label: "720p src" });
  await asked;
  await page.waitForFunction(() => document.querySelector("video")?.videoHeight === 720);
  await playing(page, 2);
  await page.getByLabel("Format").selectOption("hls");
  await page.waitForRequest(/\/hls\/dashing_.*\.ts$/);
  await playing(page, 2);
});

test("a browser without MediaSource plays HLS by itself", async () => {
  await publishLive("native");
  const page = await openPage(browser, urlOf("/"));
  await page.addInitScript("delete window.MediaSource; delete window.ManagedMediaSource;");
  await page.goto(urlOf("/watch/native"));
  await playing(page, 2);
  expect(await page.locator("video").getAttribute("src")).toBe(urlOf("/hls/native.m3u8"));
  expect(await page.getByLabel("Quality").isVisible()).toBe(false);
});

test("a stream that is not there yet is waited for, one that ended says so, and both play by themselves", async () => {
  const page = await openPage(browser, urlOf("/watch/evening"));
  await says(page, "evening is not live yet");
  await screenshot(page, "waiting");
  const publisher = await publishDuringTest(service, { stream: "evening", source });
  await playing(page, 2);
  await publisher.stop();
  await says(page, "evening has ended");
  await page.locator("#badge", { hasText: "Ended" }).waitFor();
  await screenshot(page, "ended");
  await publishDuringTest(service, { stream: "evening", source });
  await playing(page, 2);
  await page.locator("#badge", { hasText: "Live" }).waitFor();
});

test("playback is as far behind the newest segment as the values say", async () => {
  const set = ["delivery.watchPage.liveDelay=6", "hls.playlistLength=12"];
  const far = await startLocalService({ freePorts: true, values: [smallLadder], set });
  // The page is closed before.
  onTestFinished(() => far.stop());
  await publishDuringTest(far, { stream: "far", source });
  await waitForSegments(far, "far", "low", 9);
  const page = await openPage(browser, `${far.deliveryUrl}/watch/far`);
  await playing(page, 2);
  const behind = page.locator("#playback div", { hasText: "Behind live" }).locator("dd");
  await behind.filter({ hasText: /^[\d.]+ s$/ }).waitFor();
  // By itself, hls.js is three segments behind, and one more after it had stalled.
  expect(Number.parseFloat((await behind.textContent()) ?? "")).toBeGreaterThan(5);
});

test("a stream that stalls says so, and goes on by itself", async () => {
  const publisher = await publishLive("halting");
  const page = await openPage(browser, urlOf("/watch/halting"));
  await playing(page);
  publisher.kill("SIGSTOP");
  onTestFinished(() => publisher.kill("SIGCONT"));
  await page.locator("#badge", { hasText: "Stalled" }).waitFor();
  await says(page, "halting has stalled");
  publisher.kill("SIGCONT");
  await page.locator("#badge", { hasText: "Live" }).waitFor();
  await playing(page, 2);
});

test("a server that is gone is explained in words", async () => {
  await publishLive("cut");
  const page = await openPage(browser, urlOf("/watch/cut"));
  await playing(page);
  await page.context().setOffline(true);
  await says(page, "The server does not answer");
  await page.context().setOffline(false);
  await playing(page, 2);
});

test("another site may have the embed page in a frame, and no other page", async () => {
  await publishLive("framed");
  const page = await openPage(browser, await siteWithFrame(urlOf("/embed/framed")));
  const frame = page.frameLocator("iframe");
  await frame.locator("video").waitFor();
  await expect
    .poll(
      () => frame.locator("video").evaluate((video: HTMLVideoElement) => video.currentTime > 2 && video.readyState),
      {
        timeout: patience,
      },
    )
    .toBeGreaterThanOrEqual(3);
  await screenshot(page, "embed");
  const context = await browser.newContext();
  onTestFinished(() => context.close());
  const other = await context.newPage();
  const refused: string[] = [];
  other.on("console", (message) => refused.push(message.text()));
  await other.goto(await siteWithFrame(urlOf("/watch/framed")));
  await expect.poll(() => refused.join(), { timeout: patience }).toContain("frame-ancestors");
});

test("all of it works below a path of an Ingress or a token", async () => {
  await publishLive("below");
  const page = await openPage(browser, urlOf("/s/1.token/"));
  await cardOf(page, "below").getByRole("link").click();
  await playing(page);
  expect(new URL(page.url()).pathname).toBe("/s/1.token/watch/below");
  const urls = await page.evaluate(() => performance.getEntriesByType("resource").map(({ name }) => name));
  expect(urls.length).toBeGreaterThan(8);
  expect(urls.filter((url) => url.startsWith("http") && !url.startsWith(urlOf("/s/1.token/")))).toEqual([]);
  await page.getByRole("link", { name: title }).click();
  await cardOf(page, "below").waitFor();
});

test("it is used by keyboard alone", async () => {
  await publishLive("keys");
  const page = await openPage(browser, urlOf("/"));
  const link = cardOf(page, "keys").getByRole("link");
  await link.waitFor();
  await page.keyboard.press("Tab");
  expect(await link.evaluate((node) => node === document.activeElement)).toBe(true);
  expect(await link.evaluate((node) => getComputedStyle(node).outlineStyle)).toBe("solid");
  await page.keyboard.press("Enter");
  await playing(page);
  await page.keyboard.press("Tab");
  await page.keyboard.press("Tab");
  expect(await page.evaluate(() => document.activeElement?.getAttribute("aria-label"))).toBe("Pause");
  await page.keyboard.press("Space");
  await page.getByRole("button", { name: "Play" }).waitFor();
  await page.keyboard.press("k");
  await page.getByRole("button", { name: "Pause" }).waitFor();
  await page.keyboard.press("m");
  await page.getByRole("button", { name: "Unmute" }).waitFor();
  await playing(page);
});

test("on a phone everything is on the screen, and large enough for a finger", async () => {
  await publishLive("pocket");
  const phone = { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true, colorScheme: "dark" } as const;
  const page = await openPage(browser, urlOf("/"), phone);
  await page.waitForFunction(() => (document.querySelector<HTMLImageElement>(".card img")?.naturalWidth ?? 0) > 0);
  await screenshot(page, "list-phone");
  await cardOf(page, "pocket").getByRole("link").tap();
  await playing(page);
  await screenshot(page, "watch-phone");
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(360);
  const controls = page.locator(".controls :is(button, select):visible");
  // The choice of the format comes when the API has answered.
  await expect.poll(() => controls.count(), { timeout: patience }).toBe(6);
  for (const control of await controls.all()) {
    const box = await control.boundingBox();
    expect(box?.x).toBeGreaterThanOrEqual(0);
    expect((box?.x ?? 0) + (box?.width ?? 0)).toBeLessThanOrEqual(360);
    expect(box?.height).toBeGreaterThanOrEqual(40);
    expect(box?.width).toBeGreaterThanOrEqual(40);
  }
});

describe.each(["light", "dark"] as const)("axe-core finds nothing to object, in %s", (colorScheme) => {
  const options = { colorScheme, bypassCSP: true };

  test("in the list, empty or not", async () => {
    // The stream of the test before may still be about to end.
    await expect.poll(() => listStreams(service), { timeout: patience }).toEqual([]);
    const empty = await openPage(browser, urlOf("/"), options);
    await empty.getByText("Nothing is live").waitFor();
    expect(await violationsOf(empty)).toEqual([]);
    const publisher = await publishLive(`axe-${colorScheme}`);
    const page = await openPage(browser, urlOf("/"), options);
    await cardOf(page, `axe-${colorScheme}`).getByText("Live", { exact: true }).waitFor();
    expect(await violationsOf(page)).toEqual([]);
    await screenshot(page, `list-${colorScheme}`);
    for (const kind of ["watch", "embed"]) {
      const player = await openPage(browser, urlOf(`/${kind}/axe-${colorScheme}`), options);
      await playing(player);
      expect(await violationsOf(player), kind).toEqual([]);
      await screenshot(player, `${kind}-${colorScheme}`);
    }
    await publisher.stop();
    await cardOf(page, `axe-${colorScheme}`).getByText("Ended", { exact: true }).waitFor();
    expect(await violationsOf(page)).toEqual([]);
  });

  test("in the pages of a stream that is not there", async () => {
    for (const kind of ["watch", "embed"]) {
      const page = await openPage(browser, urlOf(`/${kind}/nobody`), options);
      await says(page, "nobody is not live yet");
      expect(await violationsOf(page), kind).toEqual([]);
    }
  });
});

test("what has a hash in its name is cached for good, the pages are not; scripts travel compressed", async () => {
  const page = await fetch(urlOf("/watch/any"));
  expect(page.headers.get("cache-control")).toBe("no-cache");
  const [, script = ""] = /src="\.\.(\/assets\/[^"]+\.js)"/.exec(await page.text()) ?? [];
  const asset = await fetch(urlOf(script));
  expect(asset.headers.get("cache-control")).toBe("public, max-age=31536000, immutable");
  expect(asset.headers.get("content-type")).toBe("text/javascript");
  expect(asset.headers.get("content-encoding")).toBe("gzip");
  const licences = await fetch(urlOf("/assets/licenses.txt"));
  expect(licences.headers.get("cache-control")).toBe("no-cache");
  expect(await licences.text()).toMatch(/## hls\.js[\s\S]*## shaka-player/);
});

test("the values turn the pages off", async () => {
  const off = ["delivery.watchPage.enabled=false"];
  await using without = await startLocalService({ freePorts: true, values: [smallLadder], set: off });
  for (const path of ["/", "/watch/cam", "/embed/cam", "/assets/"]) {
    const response = await fetch(without.deliveryUrl + path);
    expect([response.status, response.headers.get("content-security-policy")], path).toEqual([404, null]);
  }
});
