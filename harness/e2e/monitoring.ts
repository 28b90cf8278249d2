/** The objects of `monitoring` on a cluster that has the Prometheus operator's kinds. */
import { kubectlJson } from "../cluster/index.ts";
import { type Context, problem } from "./context.ts";

/** All of it. Without the kinds the API server would refuse it. */
export const monitoring = {
  monitoring: {
    serviceMonitor: { enabled: true },
    prometheusRule: { enabled: true },
    dashboard: { enabled: true },
  },
};

interface Monitor {
  readonly metadata: { readonly name: string };
  readonly spec: {
    readonly selector: { readonly matchLabels: Record<string, string> };
    readonly endpoints: readonly { readonly port: string }[];
  };
}

interface Endpoints {
  readonly ports: readonly { readonly name: string; readonly port: number }[] | null;
  readonly endpoints: readonly { readonly addresses: readonly string[] }[] | null;
}

/**
 * Follows each monitor to the pods, as Prometheus does, and counts them.
 * @param pods how many each tier has
 * @throws HarnessError when a pod is not found, or found twice
 */
export async function assertMonitored({ cluster, release }: Context, pods: number): Promise<void> {
  const inNamespace = ["--namespace", release.namespace];
  const get = <T>(kind: string, selector = ""): Promise<{ items: readonly T[] }> =>
    kubectlJson(cluster, ["get", kind, ...inNamespace, "--selector", selector]);
  const { items: rules } = await get<unknown>("prometheusrules");
  const { items: monitors } = await get<Monitor>("servicemonitors");
  if (rules.length !== 1 || monitors.length !== 2)
    throw problem("The objects of monitoring are not there.", `${rules.length} rules, ${monitors.length} monitors`);
  for (const { metadata, spec } of monitors) {
    const labels = Object.entries(spec.selector.matchLabels).map(([name, value]) => `${name}=${value}`);
    const { items: slices } = await get<Endpoints>("endpointslices", labels.join(","));
    const scraped = slices.flatMap(({ ports, endpoints }) =>
      (ports ?? []).some(({ name }) => name === spec.endpoints[0]?.port) ? (endpoints ?? []) : [],
    );
    if (scraped.length !== pods)
      throw problem("A monitor does not lead to each pod once.", `${metadata.name}: ${scraped.length} of ${pods}`);
  }
}
