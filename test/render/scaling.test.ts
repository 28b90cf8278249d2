import { describe, expect, it } from "vitest";
import { render, type Values } from "./rendered.ts";

const budgets = async (values: Values) => (await render(values)).names("PodDisruptionBudget");

describe.concurrent("replicas", () => {
  it("are those of the values", async () => {
    const chart = await render({ ingest: { replicas: 2 }, delivery: { replicas: 3 } });
    expect(chart.ingest.replicas).toBe(2);
    expect(chart.delivery.replicas).toBe(3);
  });

  it("may be none in delivery", async () => {
    expect((await render({ delivery: { replicas: 0 } })).delivery.replicas).toBe(0);
  });

  it("are left to the autoscaler where there is one", async () => {
    const chart = await render({ delivery: { autoscaling: { enabled: true } } });
    expect(chart.delivery).not.toHaveProperty("replicas");
  });

  it("start side by side in ingest, and roll without a gap in delivery", async () => {
    const chart = await render();
    expect(chart.ingest).toHaveProperty("podManagementPolicy", "Parallel");
    expect(chart.delivery).toHaveProperty("strategy.rollingUpdate.maxUnavailable", 0);
  });
});

describe.concurrent("the autoscaler", () => {
  it("is off by default", async () => {
    expect((await render()).all("HorizontalPodAutoscaler")).toEqual([]);
  });

  it("scales delivery by CPU", async () => {
    const chart = await render({ delivery: { autoscaling: { enabled: true, minReplicas: 3, maxReplicas: 7 } } });
    expect(chart.spec("HorizontalPodAutoscaler", "hls-hls-cloud-delivery")).toEqual({
      scaleTargetRef: { apiVersion: "apps/v1", kind: "Deployment", name: "hls-hls-cloud-delivery" },
      minReplicas: 3,
      maxReplicas: 7,
      metrics: [resource("cpu", 70)],
    });
  });

  it("scales by memory and behaves as told", async () => {
    const behavior = { scaleDown: { stabilizationWindowSeconds: 600 } };
    const autoscaling = { enabled: true, targetMemoryUtilizationPercentage: 80, behavior };
    const chart = await render({ delivery: { autoscaling } });
    expect(chart.spec("HorizontalPodAutoscaler", "hls-hls-cloud-delivery")).toMatchObject({
      metrics: [resource("cpu", 70), resource("memory", 80)],
      behavior,
    });
  });

  function resource(name: string, averageUtilization: number) {
    return { type: "Resource", resource: { name, target: { type: "Utilization", averageUtilization } } };
  }
});

describe.concurrent("disruption budgets", () => {
  it.each<[string, Values, string[]]>([
    ["no tier that runs one pod", {}, []],
    ["ingest with several pods", { ingest: { replicas: 2 } }, ["hls-hls-cloud-ingest"]],
    ["delivery with several pods", { delivery: { replicas: 2 } }, ["hls-hls-cloud-delivery"]],
    ["an autoscaler with several pods", { delivery: { autoscaling: { enabled: true } } }, ["hls-hls-cloud-delivery"]],
    ["no autoscaler that may go down to one", { delivery: { autoscaling: { enabled: true, minReplicas: 1 } } }, []],
    [
      "no tier that wants none",
      {
        ingest: { replicas: 2, podDisruptionBudget: { enabled: false } },
        delivery: { replicas: 2, podDisruptionBudget: { enabled: false } },
      },
      [],
    ],
  ])("cover %s", async (_, values, names) => {
    expect((await budgets(values)).toSorted()).toEqual(names);
  });

  it("select the tier's pods, and take counts and percentages", async () => {
    const chart = await render({
      ingest: { replicas: 2 },
      delivery: { replicas: 4, podDisruptionBudget: { maxUnavailable: "50%" } },
    });
    expect(chart.spec("PodDisruptionBudget", "hls-hls-cloud-ingest")).toEqual({
      maxUnavailable: 1,
      unhealthyPodEvictionPolicy: "AlwaysAllow",
      selector: chart.ingest.selector,
    });
    expect(chart.spec("PodDisruptionBudget", "hls-hls-cloud-delivery")).toMatchObject({
      maxUnavailable: "50%",
      selector: chart.delivery.selector,
    });
  });
});
