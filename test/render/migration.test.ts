import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { load } from "js-yaml";
import { lexer, type Tokens } from "marked";
import { describe, expect, it } from "vitest";
import { ingestSettings, selects, type TierService, type TierWorkload } from "../../harness/chart/index.ts";
import { chartFolder, projectRoot } from "../../harness/core/index.ts";
import { only, renderFile, type Values } from "./rendered.ts";

const page = await readFile(join(projectRoot, "docs/migration.md"), "utf8");
const values = load(await readFile(join(chartFolder, "values.yaml"), "utf8")) as Values;
const rendered = await renderFile(join(projectRoot, "values-examples/nfs-nodeports.yaml"));

it("every value that the migration page names is one of the chart", () => {
  const tables = lexer(page).filter((token): token is Tokens.Table => token.type === "table");
  const cells = tables.flatMap(({ rows }) => rows.map((row) => row[1]?.text ?? ""));
  const paths = cells.flatMap((cell) => [...cell.matchAll(/`([^`]+)`/g)].map(([, path = ""]) => path));
  expect(paths.length).toBeGreaterThan(30);
  const unknown = paths.filter((path) => !path.startsWith("ladder[].") && valueAt(path) === undefined);
  expect(unknown).toEqual([]);
});

describe("values-examples/nfs-nodeports.yaml is the system that the migration page describes", () => {
  const claim = only(rendered.all("PersistentVolumeClaim"));

  it.each([["ingest"], ["delivery"]] as const)("three pods of %s, which mount the one claim", (tier) => {
    const workload: TierWorkload = rendered[tier];
    expect(workload.replicas).toBe(3);
    const claims = workload.template.spec.volumes.flatMap((volume) => volume.persistentVolumeClaim?.claimName ?? []);
    expect(claims).toEqual([claim.metadata.name]);
  });

  it("one NFS volume for many writers, as large as its claim asks for", () => {
    const volume = only(rendered.all("PersistentVolume"));
    expect(volume.metadata).not.toHaveProperty("namespace");
    expect(volume["spec"]).toMatchObject({
      nfs: { server: "nfs.example.com", path: "/exports/hls" },
      accessModes: ["ReadWriteMany"],
      capacity: { storage: "100Gi" },
      claimRef: { name: claim.metadata.name },
    });
    expect(claim["spec"]).toMatchObject({ resources: { requests: { storage: "100Gi" } }, storageClassName: "" });
  });

  it.each([
    ["ingest", 1935, 31_935],
    ["delivery", 8080, 31_080],
  ] as const)("the Service of %s, port %i, behind a node port that a cluster allows, leads to its pods", (...row) => {
    const [tier, port, nodePort] = row;
    const services = rendered.all("Service").map((service) => service["spec"] as TierService);
    const service = only(services.filter(({ ports }) => ports.some((each) => each.nodePort === nodePort)));
    expect(service).toMatchObject({ type: "NodePort", ports: [{ port, nodePort }] });
    expect(selects(service.selector, rendered[tier].template.metadata.labels)).toBe(true);
  });

  it("fragments of 3 s in playlists of 20 s, HLS and DASH, in the same five renditions", () => {
    const { renditions, ...settings } = ingestSettings(rendered.manifests);
    expect(settings).toMatchObject({ fragmentSeconds: 3, playlistSeconds: 20, dash: true });
    expect(renditions.map(({ name }) => name)).toEqual(["low", "mid", "high", "hd720", "src"]);
    // The example sets no ladder, so that it is the default one.
    expect(valueAt("ladder")).toEqual([
      { name: "low", width: 480, videoBitrate: "256k", audioBitrate: "64k" },
      { name: "mid", width: 720, videoBitrate: "768k", audioBitrate: "128k" },
      { name: "high", width: 960, videoBitrate: "1024k", audioBitrate: "128k" },
      { name: "hd720", width: 1280, videoBitrate: "1920k", audioBitrate: "128k" },
      { name: "src", copy: true, maxBitrate: "6000k" },
    ]);
  });
});

function valueAt(path: string): unknown {
  return path.split(".").reduce<unknown>((value, key) => (value as Values | undefined)?.[key], values);
}
