/** What people see of a stream: the watch page, the streams API, the metrics. */

import { ingestSettings, tierPort } from "../chart/index.ts";
import { waitFor } from "../core/index.ts";
import { fetchOk, type Stream } from "../stream/index.ts";
import { type Context, deliveryUrl, patience, problem } from "./context.ts";

/** Seconds of video that the page plays. */
const played = 2;

/**
 * Watches a stream on its page, and checks what the API and the metrics say of it.
 * @throws HarnessError when something is missing
 */
export async function assertSeen(context: Context, stream: string): Promise<void> {
  await assertListed(context, stream);
  await assertWatched(context, stream);
  await assertMeasured(context, stream);
}

async function assertListed(context: Context, stream: string): Promise<void> {
  const wanted = ingestSettings(context.release.manifests).renditions.length;
  await waitFor(`${stream} in the streams API`, patience, async () => {
    const answer = await fetchOk(`${deliveryUrl(context)}/api/streams/${stream}`);
    const { state, renditions } = (await answer.json()) as Stream;
    if (state !== "live" || renditions.length !== wanted) throw new Error(`${state}, ${renditions.length} renditions`);
  });
}

async function assertWatched(context: Context, stream: string): Promise<void> {
  const browserContext = await context.browser.newContext();
  try {
    const page = await browserContext.newPage();
    await page.goto(`${deliveryUrl(context)}/watch/${stream}`);
    await waitFor("the watch page's video", patience, async () => {
      const time: number = await page.evaluate("document.querySelector('video')?.currentTime ?? 0");
      if (time < played) throw new Error(`${time} s were played`);
    });
  } finally {
    await browserContext.close();
  }
}

async function assertMeasured({ release }: Context, stream: string): Promise<void> {
  const holder = await release.holderOf(stream);
  const metrics = await release.fetchFromPod(holder.name, "/metrics", tierPort(release.manifests, "ingest", "metrics"));
  if (!metrics.includes(`stream="${stream}"`)) throw problem("The metrics do not have a stream.", metrics);
}
