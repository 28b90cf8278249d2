/** What the tests of the watch page share: a viewer in Chromium, and what he sees. */
import { mkdir, readFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import type { BrowserContextOptions, Page } from "playwright-core";
import { expect, onTestFinished } from "vitest";
import { patienceFactor, projectRoot } from "../../../harness/core/index.ts";
import type { Browser } from "../../../harness/player/index.ts";

/** Where screenshots of the pages go; CI saves them. */
export const artifacts = join(projectRoot, ".cache/watch-page");

const axe = await readFile(join(projectRoot, "node_modules/axe-core/axe.min.js"), "utf8");

/** Milliseconds for a page to show what is waited for. */
export const patience = 40_000 * patienceFactor;

/** A page of a viewer of his own, until the test ends. It must not complain of anything. */
export async function openPage(browser: Browser, url: string, options: BrowserContextOptions = {}): Promise<Page> {
  const context = await browser.newContext(options);
  onTestFinished(() => context.close());
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on("console", (message) => {
    // What is not there yet is asked for all the same: a stream that is waited for, a poster, a server.
    const isAbsence = /status of (404|503)|ERR_INTERNET_DISCONNECTED/.test(message.text());
    if (message.type() === "error" && !isAbsence) complaints.push(message.text());
  });
  onTestFinished(() => expect(complaints).toEqual([]));
  page.setDefaultTimeout(patience);
  await page.goto(url);
  return page;
}

/** Waits until the video goes on from where it is by so many seconds. */
export async function playing(page: Page, advance = 1): Promise<void> {
  const start = await page.locator("video").evaluate((video: HTMLVideoElement) => video.currentTime);
  await page.waitForFunction(
    ([from, seconds]) => {
      const video = document.querySelector("video");
      return video !== null && video.readyState >= 3 && Math.abs(video.currentTime - from) >= seconds;
    },
    [start, advance] as const,
    { timeout: patience, polling: 50 },
  );
}

/** Waits until the player says something. */
export async function says(page: Page, words: string | RegExp): Promise<void> {
  await page.locator(".message", { hasText: words }).waitFor();
}

/** Saves a screenshot of the page. */
export async function screenshot(page: Page, name: string): Promise<void> {
  await mkdir(artifacts, { recursive: true });
  await page.screenshot({ path: join(artifacts, `${name}.png`) });
}

/** Lets axe-core check a page. The context must bypass the Content-Security-Policy, which admits no foreign script. */
export async function violationsOf(page: Page): Promise<string[]> {
  await page.addScriptTag({ content: axe });
  const results = await page.evaluate("axe.run()");
  const { violations } = results as {
    violations: { id: string; help: string; nodes: { html: string; failureSummary?: string }[] }[];
  };
  return violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html}: ${node.failureSummary}`));
}

/** Another site, with one page that has this in a frame. */
export async function siteWithFrame(url: string): Promise<string> {
  const server = createServer((_, response) => {
    response.setHeader("Content-Type", "text/html");
    response.end(`<!doctype html><title>another site</title><iframe src="${url}" width="640" height="360"></iframe>`);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}
