import { expect, it } from "vitest";
import { containerOf, render } from "./rendered.ts";

const token = "token-of-the-admin-token-of-the-admin";
const admin = (values: object) => ({ auth: { admin: { enabled: true, ...values } } });

it("by default nobody controls streams", async () => {
  const chart = await render();
  for (const tier of [chart.ingest, chart.delivery]) {
    expect(tier.template.spec.volumes.map(({ name }) => name)).not.toContain("admin-token");
  }
  expect(JSON.stringify(chart.all("ConfigMap"))).not.toMatch(/js_content (delivery\.(end|record)|ingest\.admin)/);
});

it("the admin's token is in a Secret alone, which both tiers mount as a folder, and a changed one restarts no pod", async () => {
  const [chart, other] = await Promise.all([render(admin({ token })), render(admin({ token: "t".repeat(32) }))]);
  const data = chart.one("Secret", "hls-hls-cloud-admin-token")["data"] as Record<string, string>;
  expect(Buffer.from(data["token"] ?? "", "base64").toString()).toBe(`${token}\n`);
  for (const tier of [chart.ingest, chart.delivery]) {
    expect(tier.template.spec.volumes).toContainEqual({
      name: "admin-token",
      secret: { secretName: "hls-hls-cloud-admin-token" },
    });
    expect(containerOf(tier).volumeMounts).toContainEqual({
      name: "admin-token",
      mountPath: "/etc/hls-cloud-secrets/admin-token",
      readOnly: true,
    });
  }
  const others = JSON.stringify(chart.manifests.filter(({ kind }) => kind !== "Secret"));
  expect(others).not.toContain(token);
  expect(chart.delivery.template).toEqual(other.delivery.template);
  expect(chart.ingest.template).toEqual(other.ingest.template);
});

it("the admin's token may come from a Secret of the user's", async () => {
  const chart = await render(admin({ existingSecret: "admin" }));
  expect(chart.all("Secret")).toEqual([]);
  for (const tier of [chart.ingest, chart.delivery]) {
    expect(tier.template.spec.volumes).toContainEqual({ name: "admin-token", secret: { secretName: "admin" } });
  }
});

it("an order is taken by ingest only where there are recordings", async () => {
  const vod = { enabled: true, existingClaim: "films" };
  const [plain, recording] = await Promise.all([
    render(admin({ token })),
    render({ ...admin({ token }), vod, recording: { enabled: true } }),
  ]);
  expect(JSON.stringify(plain.all("ConfigMap"))).not.toContain("js_content ingest.adminRecord");
  expect(JSON.stringify(recording.all("ConfigMap"))).toContain("js_content ingest.adminRecord");
});
