import type { Manifest } from "../../chart/index.ts";
import { ofKind, podsOf, repeated, type Subject, stringsIn, title } from "./objects.ts";

const longest = 63;
const label = /^([A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?)?$/;
const dnsName = /^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/;
/** What a Service must be called, stricter than the others: it becomes a host's name. */
const hostName = /^[a-z]([a-z0-9-]*[a-z0-9])?$/;

/**
 * Names, labels and namespaces: everything has a name that Kubernetes takes, of its own, and goes where the release
 * goes.
 * @returns a line for each problem
 */
export function identity(subject: Subject): string[] {
  const { manifests, values, namespace } = subject;
  const own = stringsIn(values);
  return [
    ...repeated(manifests.map(identityOf)).map((each) => `${each} is rendered twice`),
    ...manifests.filter((manifest) => !nameFits(manifest)).map((each) => `${title(each)} is no name for its kind`),
    ...longNames(manifests),
    ...manifests.flatMap(badLabels),
    ...manifests.filter((each) => goesAstray(each, own)).map((each) => `${title(each)} says where it goes`),
    ...ofKind(manifests, "PersistentVolume")
      .filter((each) => !isFor(each, namespace))
      .map((each) => `${title(each)} is for another namespace`),
  ];
}

function identityOf(manifest: Manifest): string {
  return [manifest.apiVersion.replace(/\/?v[^/]*$/, ""), title(manifest), manifest.metadata.namespace ?? ""]
    .join(" ")
    .trim();
}

function nameFits({ kind, metadata: { name } }: Manifest): boolean {
  return (kind === "Service" ? hostName : dnsName).test(name);
}

/** A StatefulSet's pods, and the label of its revision, are named after it. */
function longNames(manifests: readonly Manifest[]): string[] {
  const derived = ofKind(manifests, "StatefulSet", "Deployment").map(({ metadata }) => `${metadata.name}-0123456789`);
  const names = [...manifests.map(({ metadata }) => metadata.name), ...derived];
  return names.filter((name) => name.length > longest).map((name) => `${name} has more than ${longest} characters`);
}

function badLabels(manifest: Manifest): string[] {
  const pods = podsOf([manifest]).flatMap(({ labels }) => Object.entries(labels));
  const all = [...Object.entries(manifest.metadata.labels ?? {}), ...pods];
  const bad = all.filter(([, value]) => typeof value !== "string" || !label.test(value));
  return [...new Set(bad.map(([key, value]) => `${title(manifest)}: ${value} is no value for the label ${key}`))];
}

/** helm puts objects into the release's namespace; only a user's own object may say another. */
function goesAstray({ metadata: { namespace } }: Manifest, own: ReadonlySet<string>): boolean {
  return namespace !== undefined && !own.has(namespace);
}

function isFor(volume: Manifest, namespace: string): boolean {
  const { claimRef } = volume["spec"] as { claimRef?: { namespace?: string } };
  return claimRef?.namespace === namespace;
}
