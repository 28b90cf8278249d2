import type { Manifest } from "../harness/chart/index.ts";

/** What a PrometheusRule holds. */
export interface RuleGroups {
  readonly groups: readonly {
    readonly rules: readonly {
      readonly alert: string;
      readonly expr: string;
      readonly annotations?: Readonly<Record<string, string>>;
    }[];
  }[];
}

interface Dashboard {
  readonly panels: readonly { readonly targets: readonly { readonly expr: string }[] }[];
}

/** The alerts of rendered PrometheusRules. */
export function ruleExpressions(rules: readonly Manifest[]): RuleGroups["groups"][number]["rules"][number][] {
  return rules.flatMap((rule) => (rule["spec"] as RuleGroups).groups.flatMap((group) => group.rules));
}

/** The queries of rendered dashboards, with what Grafana would put in. */
export function dashboardExpressions(configMaps: readonly Manifest[]): string[] {
  return configMaps
    .flatMap((map) => Object.entries((map["data"] ?? {}) as Record<string, string>))
    .filter(([file]) => file.endsWith(".json"))
    .flatMap(([, text]) => (JSON.parse(text) as Dashboard).panels)
    .flatMap(({ targets }) => targets.map(({ expr }) => expr.replaceAll("$__rate_interval", "1m")));
}
