/** What can happen to the pods that viewers reach, and to the cluster's DNS. */
import { kubectl } from "../cluster/index.ts";
import { Load } from "../stream/index.ts";
import type { Broadcast } from "./broadcast.ts";
import { type Context, deliveryUrl, problem } from "./context.ts";

/** Requests a second while delivery rolls. */
const rate = 200;

/** A load of viewers on a stream that plays. */
export function viewers(context: Context, stream: string): Load {
  const paths = [`/hls/${stream}.m3u8`, `/hls/${stream}_low.m3u8`, `/hls/${stream}_src.m3u8`];
  return new Load({ url: deliveryUrl(context), paths, rate, connections: 20 });
}

/**
 * Takes delivery pods away, and the cluster's DNS.
 * @throws HarnessError when a viewer's request fails
 */
export async function breakDelivery(context: Context, broadcast: Broadcast): Promise<void> {
  const { release, cluster, metrics } = context;
  await broadcast.endures(
    "delivery pod deleted",
    async () => {
      const [pod] = await release.pods("delivery");
      await release.deletePod(pod?.name ?? "");
      await release.ready();
    },
    { flawless: true },
  );
  await broadcast.endures(
    "delivery rolls under load",
    async () => {
      await using load = viewers(context, broadcast.stream);
      await release.restart("delivery");
      const report = await load.stop();
      metrics.deliveryRollout = report;
      if (report.errors + report.non2xx > 0)
        throw problem("Requests failed while delivery rolled.", JSON.stringify(report));
    },
    { flawless: true },
  );
  await broadcast.endures(
    "cluster DNS restarts",
    async () => {
      const where = ["--namespace", "kube-system"];
      await kubectl(cluster, ["rollout", "restart", "deployment/coredns", ...where]);
      await kubectl(cluster, ["rollout", "status", "deployment/coredns", ...where, "--timeout=120s"]);
    },
    { flawless: true },
  );
}
