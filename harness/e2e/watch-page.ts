/** What people see of a stream: the watch page, the streams API, the metrics. */

import { ingestSettings, tierPort } from "../chart/index.ts";
import { waitFor } from "../core/index.ts";
import { fetchOk, type Stream } from "../stream/index.ts";
import { deliveryUrl, patience, problem, type Stage } from "./stage.ts";

/** Seconds of video that the page plays. */
const played = 2;

/**
 * Watches a stream on its page, and looks at what the API and the metrics tell of it.
 * @throws HarnessError when something is missing
 */
export async function assertSeen(stage: Stage, stream: string): Promise<void> {
  await assertListed(stage, stream);
  await assertWatched(stage, stream);
  await assertMeasured(stage, stream);
}

async function assertListed(stage: Stage, stream: string): Promise<void> {
  const wanted = ingestSettings(stage.release.manifests).renditions.length;
  await waitFor(`${stream} in the streams API`, patience, async () => {
    const answer = await fetchOk(`${deliveryUrl(stage)}/api/streams/${stream}`);
    const { state, renditions } = (await answer.json()) as Stream;
    if (state !== "live" || renditions.length !== wanted) throw new Error(`${state}, ${renditions.length} renditions`);
  });
}

async function assertWatched(stage: Stage, stream: string): Promise<void> {
  const context = await stage.browser.newContext();
  try {
    const page = await context.newPage();
    await page.goto(`${deliveryUrl(stage)}/watch/${stream}`);
    await waitFor("the watch page's picture", patience, async () => {
      const time: number = await page.evaluate("document.querySelector('video')?.currentTime ?? 0");
      if (time < played) throw new Error(`${time} s were played`);
    });
  } finally {
    await context.close();
  }
}

async function assertMeasured({ release }: Stage, stream: string): Promise<void> {
  const holder = await release.holderOf(stream);
  const metrics = await release.fetchFromPod(holder.name, "/metrics", tierPort(release.manifests, "ingest", "metrics"));
  if (!metrics.includes(`stream="${stream}"`)) throw problem("The metrics do not tell of a stream.", metrics);
}
