import { describe, expect, it } from "vitest";
import type { TierWorkload } from "../../harness/chart/index.ts";
import { containerOf, type Rendered, render, type Values } from "./rendered.ts";

const nfs = { server: "10.0.0.1", path: "/exports" };
const volumes: [string, Values, Values][] = [
  ["an NFS export", { nfs }, { nfs: { server: "10.0.0.1", path: "/exports" } }],
  ["a folder of the node", { hostPath: { path: "/srv" } }, { hostPath: { path: "/srv", type: "DirectoryOrCreate" } }],
];
const uses: [string, (volume: Values) => Values][] = [
  ["shared", (volume) => ({ storage: { mode: "shared", shared: volume } })],
  ["vod", (volume) => ({ vod: { enabled: true, ...volume } })],
];

describe.concurrent.each(uses)("the volume %s", (name, values) => {
  const claimName = `hls-hls-cloud-${name}`;

  it.each(volumes)("is %s, bound to the release's claim and to no other", async (_, volume, source) => {
    const chart = await render(values({ ...volume, size: "3Gi" }));
    const [object] = chart.all("PersistentVolume");
    const claim = chart.spec("PersistentVolumeClaim", claimName);
    expect(object?.["spec"]).toMatchObject({
      ...source,
      storageClassName: "",
      capacity: { storage: "3Gi" },
      accessModes: ["ReadWriteMany"],
      persistentVolumeReclaimPolicy: "Retain",
      claimRef: { name: claimName, namespace: "default" },
    });
    expect(claim).toEqual({
      storageClassName: "",
      accessModes: ["ReadWriteMany"],
      resources: { requests: { storage: "3Gi" } },
      selector: { matchLabels: { "hls-cloud/volume": object?.metadata.name } },
    });
    expect(object?.metadata.labels).toHaveProperty("hls-cloud/volume", object?.metadata.name);
  });

  it("may be provisioned by a class", async () => {
    const chart = await render(values({ storageClass: "files" }));
    expect(chart.all("PersistentVolume")).toEqual([]);
    expect(chart.spec("PersistentVolumeClaim", claimName)).toEqual({
      storageClassName: "files",
      accessModes: ["ReadWriteMany"],
      resources: { requests: { storage: "10Gi" } },
    });
  });

  it("may be a claim that exists", async () => {
    const chart = await render(values({ existingClaim: "theirs" }));
    expect([...chart.all("PersistentVolume"), ...chart.all("PersistentVolumeClaim")]).toEqual([]);
    expect(claimOf(chart.delivery, mountName(name))).toBe("theirs");
  });

  it("is named apart from that of a release of the same name in another namespace", async () => {
    const [one, other] = await Promise.all(["one", "other"].map((namespace) => render(values({ nfs }), { namespace })));
    expect(one?.names("PersistentVolume")).not.toEqual(other?.names("PersistentVolume"));
  });
});

describe.concurrent("segments", () => {
  it("live in memory in origin mode, and delivery has a cache on disk", async () => {
    const chart = await render();
    expect(volumeOf(chart.ingest, "media")).toMatchObject({ emptyDir: { medium: "Memory" } });
    expect(volumeOf(chart.delivery, "cache")).toEqual({ name: "cache", emptyDir: { sizeLimit: "512Mi" } });
    expect(volumeOf(chart.delivery, "media")).toBeUndefined();
    expect(mountOf(chart.delivery, "cache")).toMatchObject({ mountPath: "/var/cache/hls-cloud" });
  });

  it("may be cached in memory", async () => {
    const chart = await render({ delivery: { cache: { medium: "Memory", size: "64Mi" } } });
    expect(volumeOf(chart.delivery, "cache")?.emptyDir).toEqual({ medium: "Memory", sizeLimit: "64Mi" });
  });

  it("lie on one volume in shared mode, which ingest writes and delivery reads", async () => {
    const chart = await render({ storage: { mode: "shared", shared: { nfs } } });
    expect(claimOf(chart.ingest, "media")).toBe("hls-hls-cloud-shared");
    expect(claimOf(chart.delivery, "media")).toBe("hls-hls-cloud-shared");
    expect(mountOf(chart.ingest, "media")).toEqual({ name: "media", mountPath: "/var/lib/hls-cloud/media" });
    expect(mountOf(chart.delivery, "media")).toMatchObject({ mountPath: "/var/lib/hls-cloud/media", readOnly: true });
    expect(volumeOf(chart.delivery, "cache")).toBeUndefined();
  });
});

describe.concurrent("VOD", () => {
  it("is off by default", async () => {
    expect(volumeOf((await render()).delivery, "vod")).toBeUndefined();
  });

  it("is read-only, in delivery alone", async () => {
    const chart = await render({ vod: { enabled: true, nfs } });
    expect(mountOf(chart.delivery, "vod")).toEqual({
      name: "vod",
      mountPath: "/var/lib/hls-cloud/vod",
      readOnly: true,
    });
    expect(volumeOf(chart.ingest, "vod")).toBeUndefined();
  });

  it("is written by ingest where recording is on, and read by delivery", async () => {
    const chart = await render({ vod: { enabled: true, existingClaim: "films" }, recording: { enabled: true } });
    expect(claimOf(chart.ingest, "vod")).toBe("films");
    expect(mountOf(chart.ingest, "vod")).toEqual({ name: "vod", mountPath: "/var/lib/hls-cloud/vod" });
    expect(mountOf(chart.delivery, "vod")).toMatchObject({ readOnly: true });
  });

  it("outlives the release where a class provisioned it, and nothing else does", async () => {
    const [films, live] = await Promise.all([
      render({ vod: { enabled: true, storageClass: "files" } }),
      render({ storage: { mode: "shared", shared: { storageClass: "files" } } }),
    ]);
    const kept = (chart: Rendered) => chart.all("PersistentVolumeClaim").map((claim) => claim.metadata.annotations);
    expect(kept(films)).toEqual([{ "helm.sh/resource-policy": "keep" }]);
    expect(kept(live)).toEqual([undefined]);
  });

  it("takes mount options of its own", async () => {
    const chart = await render({ vod: { enabled: true, nfs: { ...nfs, mountOptions: ["ro", "nfsvers=3"] } } });
    const [volume] = chart.all("PersistentVolume");
    expect(volume?.["spec"]).toHaveProperty("mountOptions", ["ro", "nfsvers=3"]);
  });
});

describe.concurrent("recordings on the ingest pods' own claims", () => {
  const values = (volume: Values = {}): Values => ({
    recording: { enabled: true, volume: { mode: "pod", ...volume } },
  });
  interface StatefulSetSpec {
    readonly persistentVolumeClaimRetentionPolicy: unknown;
    readonly volumeClaimTemplates: { metadata: { name: string; labels: Record<string, string> }; spec: unknown }[];
  }
  const statefulSet = (chart: Rendered) => chart.spec<StatefulSetSpec>("StatefulSet", "hls-hls-cloud-ingest");

  it("need no other volume, and delivery has a cache of its own for them, which no segment shares", async () => {
    const chart = await render(values());
    expect([...chart.all("PersistentVolume"), ...chart.all("PersistentVolumeClaim")]).toEqual([]);
    expect(statefulSet(chart).persistentVolumeClaimRetentionPolicy).toEqual({
      whenDeleted: "Retain",
      whenScaled: "Retain",
    });
    const [claim] = statefulSet(chart).volumeClaimTemplates;
    expect(claim?.spec).toEqual({ accessModes: ["ReadWriteOnce"], resources: { requests: { storage: "10Gi" } } });
    expect(mountOf(chart.ingest, claim?.metadata.name ?? "")).toEqual({
      name: "recordings",
      mountPath: "/var/lib/hls-cloud/vod",
    });
    expect(volumeOf(chart.delivery, "vod")).toBeUndefined();
    expect(volumeOf(chart.delivery, "recordings")?.emptyDir).toEqual({ sizeLimit: "1Gi" });
    expect(mountOf(chart.delivery, "recordings")).toMatchObject({ mountPath: "/var/cache/hls-cloud/recordings" });
  });

  it("are of the class and the size that the values say, and may go with their pods", async () => {
    const chart = await render(
      values({ storageClass: "disk", size: "2Ti", whenDeleted: "Delete", whenScaled: "Delete" }),
    );
    const { persistentVolumeClaimRetentionPolicy: policy, volumeClaimTemplates } = statefulSet(chart);
    expect(policy).toEqual({ whenDeleted: "Delete", whenScaled: "Delete" });
    expect(volumeClaimTemplates[0]?.spec).toMatchObject({
      storageClassName: "disk",
      resources: { requests: { storage: "2Ti" } },
    });
  });

  it("have no label that an upgrade could change", async () => {
    const [one, other] = await Promise.all([render(values()), render({ ...values(), commonLabels: { team: "tv" } })]);
    expect(statefulSet(other).volumeClaimTemplates).toEqual(statefulSet(one).volumeClaimTemplates);
  });

  it("leave the volume of films to delivery", async () => {
    const chart = await render({ ...values(), vod: { enabled: true, existingClaim: "films" } });
    expect(volumeOf(chart.ingest, "vod")).toBeUndefined();
    expect(claimOf(chart.delivery, "vod")).toBe("films");
  });
});

function mountName(use: string): string {
  return use === "shared" ? "media" : use;
}

function volumeOf(workload: TierWorkload, name: string) {
  return workload.template.spec.volumes.find((volume) => volume.name === name);
}

function claimOf(workload: TierWorkload, name: string) {
  return volumeOf(workload, name)?.persistentVolumeClaim?.claimName;
}

function mountOf(workload: TierWorkload, name: string) {
  return containerOf(workload).volumeMounts.find((mount) => mount.name === name);
}
