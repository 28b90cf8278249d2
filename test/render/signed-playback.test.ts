import { expect, it } from "vitest";
import { containerOf, render } from "./rendered.ts";

const keys = ["first-".repeat(6), "second".repeat(6)];
const signed = (values: object) => ({ auth: { play: { signed: { enabled: true, ...values } } } });

it("by default nothing is signed", async () => {
  const chart = await render();
  expect(chart.all("Secret")).toEqual([]);
  expect(chart.delivery.template.spec.volumes.map(({ name }) => name)).not.toContain("playback-keys");
});

it("playback keys are in a Secret alone, one a line, and a changed one restarts no pod", async () => {
  const [chart, other] = await Promise.all([render(signed({ keys })), render(signed({ keys: ["k".repeat(32)] }))]);
  const secret = chart.one("Secret", "hls-hls-cloud-playback-keys");
  const data = secret["data"] as Record<string, string>;
  expect(Buffer.from(data["keys"] ?? "", "base64").toString()).toBe(`${keys[0]}\n${keys[1]}\n`);
  expect(chart.delivery.template.spec.volumes).toContainEqual({
    name: "playback-keys",
    secret: { secretName: "hls-hls-cloud-playback-keys" },
  });
  expect(containerOf(chart.delivery).volumeMounts).toContainEqual({
    name: "playback-keys",
    mountPath: "/etc/hls-cloud-secrets/playback-keys",
    readOnly: true,
  });
  const others = JSON.stringify(chart.manifests.filter(({ kind }) => kind !== "Secret"));
  for (const key of keys) expect(others).not.toContain(key);
  expect(chart.delivery.template).toEqual(other.delivery.template);
});

it("playback keys may come from a Secret of the user's", async () => {
  const chart = await render(signed({ existingSecret: "playback" }));
  expect(chart.all("Secret")).toEqual([]);
  expect(chart.delivery.template.spec.volumes).toContainEqual({
    name: "playback-keys",
    secret: { secretName: "playback" },
  });
});
