import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { Ajv } from "ajv";
import { load } from "js-yaml";
import { describe, expect, it } from "vitest";
import { HelmSchemaError } from "../../harness/chart/index.ts";
import { chartFolder } from "../../harness/core/index.ts";
import { render, type Values } from "./rendered.ts";

interface Schema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly description?: string;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly Schema[];
  readonly examples?: readonly unknown[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly definitions?: Readonly<Record<string, Schema>>;
  readonly default?: unknown;
  readonly deprecated?: boolean;
}

const schemaText = await readFile(join(chartFolder, "values.schema.json"), "utf8");
const schema = JSON.parse(schemaText) as Schema;
const defaults = load(await readFile(join(chartFolder, "values.yaml"), "utf8")) as Values;

describe.concurrent("a value that the schema does not admit is refused with its path", () => {
  it.each<[string, string, Values]>([
    ["an unknown value at the top", "values:", { replicas: 3 }],
    ["an unknown value further down", "ingest.service:", { ingest: { service: { nodeport: 31935 } } }],
    ["text for a number", "hls.fragment:", { hls: { fragment: "2s" } }],
    ["a number for text", "image.tag:", { image: { tag: 1.25 } }],
    ["text for a switch", "vod.enabled:", { vod: { enabled: "yes" } }],
    ["a word that is none of the choices", "storage.mode:", { storage: { mode: "nfs" } }],
    ["a fragment between steps", "hls.fragment:", { hls: { fragment: 1.25 } }],
    ["a fragment above the range", "hls.fragment:", { hls: { fragment: 10.5 } }],
    ["no ingest pod", "ingest.replicas:", { ingest: { replicas: 0 } }],
    ["a node port that is no port", "ingest.service.nodePort:", { ingest: { service: { nodePort: 70000 } } }],
    ["an empty ladder", "ladder:", { ladder: [] }],
    [
      "a bitrate without its unit",
      "ladder[0].maxBitrate:",
      { ladder: [{ name: "src", copy: true, maxBitrate: "4M" }] },
    ],
    ["a copy without its highest bitrate", "ladder[0]:", { ladder: [{ name: "src", copy: true }] }],
    ["a rendition without bitrates", "ladder[0]:", { ladder: [{ name: "low", width: 640 }] }],
    [
      "an encoder's setting of a copy",
      "ladder[0]:",
      { ladder: [{ name: "src", copy: true, maxBitrate: "4000k", width: 640 }] },
    ],
    [
      "an odd width",
      "ladder[0].width:",
      { ladder: [{ name: "low", width: 641, videoBitrate: "500k", audioBitrate: "64k" }] },
    ],
    ["a title of two lines", "delivery.watchPage.title:", { delivery: { watchPage: { title: "a\nb" } } }],
    [
      "a frame ancestor that says more",
      "delivery.watchPage.frameAncestors[0]:",
      { delivery: { watchPage: { frameAncestors: ["*; script-src *"] } } },
    ],
    [
      "a picture nearer than hls.js can be",
      "delivery.watchPage.liveDelay:",
      { delivery: { watchPage: { liveDelay: 1 } } },
    ],
    ["an odd width of posters", "ingest.posters.width:", { ingest: { posters: { width: 641 } } }],
    ["a relative path", "runtime.paths.media:", { runtime: { paths: { media: "media" } } }],
    ["a port that only root may open", "runtime.ports.rtmp:", { runtime: { ports: { rtmp: 443 } } }],
    ["a name that is none in Kubernetes", "fullnameOverride:", { fullnameOverride: "My_Stream" }],
    ["a default that is taken away", "ingest:", { ingest: { replicas: null } }],
    ["a group of defaults that is taken away", "storage.shared:", { storage: { shared: { nfs: null } } }],
    ["a group at the top that is taken away", "values:", { recording: null }],
    ["a key of publishers that is too short", "auth.publish.keys", { auth: { publish: { keys: { cam: "short" } } } }],
    ["a key that a URL cannot hold", "auth.publish.keys", { auth: { publish: { keys: { cam: "key&key=other" } } } }],
    ["a playback key that is too short", "auth.play.signed.keys", { auth: { play: { signed: { keys: ["short"] } } } }],
    ["an admin's token that is too short", "auth.admin.token:", { auth: { admin: { token: "short" } } }],
    ["a word of nginx for a site", "auth.play.referers", { auth: { play: { referers: { allowed: ["none"] } } } }],
    ["any origin in a list", "delivery.cors.allowOrigin", { delivery: { cors: { allowOrigin: ["*"] } } }],
    ["a service's address with a password", "auth.publish.url:", { auth: { publish: { url: "http://a:b@c.de/" } } }],
    ["a service's address with dots in a row", "auth.publish.url:", { auth: { publish: { url: "http://c.de/../x" } } }],
    ["a name server that is no address", "runtime.nameServers", { runtime: { nameServers: ["dns.example.com"] } }],
    ["a service's address with a query", "auth.publish.url:", { auth: { publish: { url: "http://c.de/?token=a" } } }],
    [
      "a time that is none",
      "recording.schedule[0].from:",
      { recording: { schedule: [{ streams: ["a"], from: "8:30", to: "09:00" }] } },
    ],
    ["a pattern that no name matches", "recording.streams[0]:", { recording: { streams: ["cam/*"] } }],
    ["a time zone that is a path", "recording.timeZone:", { recording: { timeZone: "../UTC" } }],
    ["a digest that is none", "image.digest:", { image: { digest: "sha256:abc" } }],
  ])("%s", async (_, path, values) => {
    const error = await render(values).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(HelmSchemaError);
    expect((error as HelmSchemaError).problems[0]).toMatch(new RegExp(`^${path.replace(/[.[\]]/g, "\\$&")}`));
  });
});

it("a parent chart may share any global value and switch the chart on", async () => {
  const values = { global: { imageRegistry: "registry.example.com", theirs: { any: true } }, enabled: true };
  await expect(render(values)).resolves.toBeDefined();
});

it("the schema stands alone", () => {
  const references = [...schemaText.matchAll(/"\$ref": "([^"]*)"/g)].map((match) => match[1]);
  expect(references.filter((reference) => !reference?.startsWith("#/definitions/"))).toEqual([]);
});

it("values.yaml has every value's default", () => {
  expect(values().length).toBeGreaterThan(200);
  for (const { path, node } of values()) {
    expect(node.default, `${path} has no default`).toBeDefined();
    expect(defaultOf(path), path).toEqual(node.default);
  }
});

it("every value is described by a sentence", () => {
  for (const { path, node } of values()) expect(node.description, path).toMatch(/^[A-Z`].*\.$/);
});

it("every value has a type, in the schema's words", () => {
  const untyped = values().filter(
    ({ node }) => !(resolve(node).type ?? resolve(node).anyOf?.every(({ type }) => type)),
  );
  expect(untyped.map(({ path }) => path)).toEqual([]);
});

it("a value that is empty unless it is set has an example, and examples are values that would be taken", () => {
  const isEmpty = (value: unknown): boolean => ["null", '""', "[]", "{}"].includes(JSON.stringify(value));
  const ajv = new Ajv({ strict: false });
  for (const { path, node } of values()) {
    const { enum: choices, examples = [] } = { ...resolve(node), ...node };
    if (isEmpty(defaultOf(path)) && choices === undefined) expect(examples, path).not.toEqual([]);
    const validate = ajv.compile({ ...resolve(node), definitions: schema.definitions });
    for (const example of examples) {
      expect(validate(example), `${path}: ${JSON.stringify(example)} ${ajv.errorsText(validate.errors)}`).toBe(true);
      expect(isEmpty(example), path).toBe(false);
    }
  }
});

it("no text that becomes configuration or an argument can add another one", () => {
  // The title of the watch page may be any text: it is escaped (test/play/watch-page.test.ts).
  const configured =
    /^(ladder|hls|dash|ingest\.transcoder|delivery\.(cors|cache|watchPage\.frameAncestors)|recording|auth|runtime)\b/;
  const found = texts(schema).filter(({ path }) => configured.test(path));
  expect(found.length).toBeGreaterThan(15);
  const ajv = new Ajv({ strict: false });
  const ends = [";", "{", "}", "$", "'", '"', "\\", " ", "\n", "\r", "\t", "#", "`"];
  const beginnings = ["", "a", "/a", "*", "https://a", "4000k", "512Mi", "10.0.0.1", "a:1"];
  for (const { path, node } of found) {
    const validate = ajv.compile({ ...node, definitions: schema.definitions });
    const admitted = ends.filter((end) => beginnings.some((text) => validate(text + end)));
    expect(admitted, path).toEqual([]);
  }
});

interface Leaf {
  readonly path: string;
  readonly node: Schema;
}

/** The values that a user sets: what has a default, or no properties, and is not of an older version. */
function values(): Leaf[] {
  // A parent chart reads it, not this one.
  const { enabled: _, ...properties } = schema.properties ?? {};
  return leaves({ properties });
}

function leaves(node: Schema, path = ""): Leaf[] {
  const { properties } = node;
  if (!properties || node.default !== undefined) return [{ path, node }];
  const current = children(properties, path).filter(({ node: child }) => !child.deprecated);
  return current.flatMap((child) => leaves(child.node, child.path));
}

/** Everything that may be text, in lists as well. */
function texts(node: Schema, path = ""): Leaf[] {
  const { properties = {}, items, type, enum: choices } = resolve(node);
  const isText = choices === undefined && [type].flat().includes("string");
  const inside = children(properties, path).flatMap((child) => texts(child.node, child.path));
  return [...(isText ? [{ path, node }] : []), ...inside, ...(items ? texts(items, `${path}[]`) : [])];
}

function children(properties: NonNullable<Schema["properties"]>, path: string): Leaf[] {
  return Object.entries(properties).map(([key, node]) => ({ path: path ? `${path}.${key}` : key, node }));
}

function resolve(node: Schema): Schema {
  const name = node.$ref?.replace("#/definitions/", "") ?? "";
  return schema.definitions?.[name] ?? node;
}

function defaultOf(path: string): unknown {
  return path.split(".").reduce<unknown>((value, key) => (value as Values | undefined)?.[key], defaults);
}
