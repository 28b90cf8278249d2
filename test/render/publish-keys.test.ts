import { expect, it } from "vitest";
import { containerOf, type Rendered, render } from "./rendered.ts";

const keys = { "cam-*": "key-of-all-cams", news: "key-of-the-news" };

function mountOf(chart: Rendered) {
  const volume = chart.ingest.template.spec.volumes.find(({ name }) => name === "publish-keys");
  const mount = containerOf(chart.ingest).volumeMounts.find(({ name }) => name === "publish-keys");
  return { volume, mount };
}

it("by default publishers need no key", async () => {
  const chart = await render();
  expect(chart.all("Secret")).toEqual([]);
  expect(mountOf(chart)).toEqual({});
});

it("keys are in a Secret alone, which is mounted as a folder, so that its changes count", async () => {
  const chart = await render({ auth: { publish: { keys } } });
  const secret = chart.one("Secret", "hls-hls-cloud-publish-keys");
  const [file, text = ""] = Object.entries(secret["data"] as Record<string, string>).flat();
  expect(file).toBe("keys.json");
  expect(JSON.parse(Buffer.from(text, "base64").toString())).toEqual(keys);
  expect(mountOf(chart)).toEqual({
    volume: { name: "publish-keys", secret: { secretName: "hls-hls-cloud-publish-keys" } },
    mount: { name: "publish-keys", mountPath: "/etc/hls-cloud-secrets/publish-keys", readOnly: true },
  });
  const others = JSON.stringify(chart.manifests.filter(({ kind }) => kind !== "Secret"));
  for (const key of Object.values(keys)) expect(others).not.toContain(key);
});

it("a changed key restarts no pod", async () => {
  const [one, other] = await Promise.all([
    render({ auth: { publish: { keys } } }),
    render({ auth: { publish: { keys: { news: "another-key" } } } }),
  ]);
  expect(one.ingest.template).toEqual(other.ingest.template);
});

it("keys may come from a Secret of the user's", async () => {
  const chart = await render({ auth: { publish: { existingSecret: "encoders" } } });
  expect(chart.all("Secret")).toEqual([]);
  expect(mountOf(chart).volume).toEqual({ name: "publish-keys", secret: { secretName: "encoders" } });
});
