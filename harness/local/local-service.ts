import { chmod, chown, cp, mkdir, readdir, stat, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import getPort from "get-port";
import {
  drainCommand,
  ensureWatchPage,
  type IngestSettings,
  ingestSettings,
  listeningPorts,
  type Manifest,
  type Tier,
  template,
  tierFiles,
  tierPort,
} from "../chart/index.ts";
import { ChildProcess, chartFolder, InputError, projectRoot, temporaryFolder, waitForStart } from "../core/index.ts";
import { nginxModulesFolder, systemTool } from "../tools/index.ts";
import { type SecretFiles, writeMountedSecrets } from "./mounted-secrets.ts";

/** Values for a release that runs as local processes. */
export const embeddedValues = join(projectRoot, "values-examples/embedded.yaml");

const loopback = "127.0.0.1";

export interface LocalServiceOptions {
  /** Values files, after the embedded ones. */
  readonly values?: readonly string[];
  /** `key=value`, as after helm's --set. */
  readonly set?: readonly string[];
  /** Ingest processes; 1 by default. More than one need free ports. */
  readonly ingests?: number;
  /** Take free ports, instead of those of the values. */
  readonly freePorts?: boolean;
  /** Secrets that the values name and the chart does not make: contents by file name, by name. */
  readonly secrets?: Readonly<Record<string, SecretFiles>>;
  /** Give all pods one media folder, as a shared volume is. */
  readonly sharedMedia?: boolean;
  /** Give each pod its own folder of recordings, as with a claim for each pod. */
  readonly ownVodFolders?: boolean;
}

/** One ingest process. */
export interface LocalIngest {
  process: ChildProcess;
  /** `rtmp://host:port`. */
  readonly rtmpUrl: string;
  /** `http://host:port`. */
  readonly httpUrl: string;
  /** Where Prometheus would ask. */
  readonly metricsUrl: string;
  /** Folder of segments and playlists. */
  readonly mediaFolder: string;
  /** Folder of the volume on which it records. */
  readonly vodFolder: string;
  /** Folder of the process's state. */
  readonly runFolder: string;
  /** Runs what the kubelet would run before it stops the process. It ends by itself. */
  drain(): ChildProcess;
  /** Starts the process again, after it ended. */
  restart(): Promise<void>;
}

/** A release that runs as local processes: nginx of both tiers from the rendered ConfigMaps, and nothing else. */
export interface LocalService extends AsyncDisposable {
  readonly ingests: readonly [LocalIngest, ...LocalIngest[]];
  readonly delivery: ChildProcess;
  /** `http://host:port` of the delivery tier. */
  readonly deliveryUrl: string;
  /** Where Prometheus would ask the delivery tier. */
  readonly deliveryMetricsUrl: string;
  readonly settings: IngestSettings;
  /** All that was rendered. */
  readonly manifests: readonly Manifest[];
  /** Where all its files are; gone after stop. */
  readonly folder: string;
  /** Folder of delivery's configuration and scripts. */
  readonly configFolder: string;
  /** Folder in which Secrets are mounted. */
  readonly secretsFolder: string;
  /** Folder of video on demand, of the whole release. */
  readonly vodFolder: string;
  /** Ends every process and removes every file. */
  stop(): Promise<void>;
}

/**
 * Renders the chart for local processes and starts them.
 * @throws HelmValidationError for bad values, InputError for a port in use, ToolError for a missing or failing nginx
 */
export async function startLocalService(options: LocalServiceOptions = {}): Promise<LocalService> {
  const folder = await temporaryFolder(join(tmpdir(), "hls-cloud-"));
  const started: ChildProcess[] = [];
  const stop = async (): Promise<void> => {
    await Promise.all(started.map((child) => child.stop()));
    await folder[Symbol.asyncDispose]();
  };
  try {
    return await startIn(folder.path, options, started, stop);
  } catch (error) {
    await stop();
    throw error;
  }
}

async function startIn(
  folder: string,
  options: LocalServiceOptions,
  started: ChildProcess[],
  stop: () => Promise<void>,
): Promise<LocalService> {
  const count = options.ingests ?? 1;
  const ports = options.freePorts || count > 1 ? await freePorts(count) : [];
  const pods = await Promise.all(Array.from({ length: count }, (_, n) => preparePod(folder, n, ports, options)));
  await openToUser(folder);
  const ingests: LocalIngest[] = [];
  for (const pod of pods) {
    const process = await startTier(pod, "ingest", started);
    const ingest = {
      process,
      rtmpUrl: `rtmp://${loopback}:${tierPort(pod.manifests, "ingest", "rtmp")}`,
      httpUrl: tierUrl(pod.manifests, "ingest"),
      metricsUrl: `${tierUrl(pod.manifests, "ingest", "metrics")}/metrics`,
      mediaFolder: pod.mediaFolder,
      vodFolder: pod.vodFolder,
      runFolder: join(pod.folder, "run"),
      drain: () => startDrain(pod, started),
      restart: async () => {
        ingest.process = await startTier(pod, "ingest", started);
      },
    };
    ingests.push(ingest);
  }
  const first = pods[0] as Pod;
  const delivery = await startTier(first, "delivery", started);
  return {
    ingests: ingests as [LocalIngest, ...LocalIngest[]],
    delivery,
    deliveryUrl: tierUrl(first.manifests, "delivery"),
    deliveryMetricsUrl: `${tierUrl(first.manifests, "delivery", "metrics")}/metrics`,
    settings: ingestSettings(first.manifests),
    manifests: first.manifests,
    folder,
    secretsFolder: join(first.folder, "secrets"),
    configFolder: join(first.folder, "config"),
    vodFolder: join(folder, "vod"),
    stop,
    [Symbol.asyncDispose]: stop,
  };
}

interface Pod {
  readonly folder: string;
  readonly mediaFolder: string;
  readonly vodFolder: string;
  readonly manifests: readonly Manifest[];
}

/** Ports that one pod of each tier opens, as in `runtime.ports`. */
const portNames = ["rtmp", "ingest", "callback", "delivery", "ingestMetrics", "deliveryMetrics"] as const;
type PodPorts = Readonly<Record<(typeof portNames)[number], number>>;

async function freePorts(count: number): Promise<PodPorts[]> {
  const pods: PodPorts[] = [];
  for (let n = 0; n < count; n++) {
    const ports: [string, number][] = [];
    for (const name of portNames) ports.push([name, await getPort()]);
    pods.push(Object.fromEntries(ports) as PodPorts);
  }
  return pods;
}

/** Renders the release as one pod sees it, and lays out the folders that the pod would mount. */
async function preparePod(
  root: string,
  ordinal: number,
  ports: readonly PodPorts[],
  { values = [], set = [], secrets = {}, sharedMedia = false, ownVodFolders = false }: LocalServiceOptions,
): Promise<Pod> {
  const folder = join(root, `pod-${ordinal}`);
  const places = Object.fromEntries(mounts.map((mount) => [mount, join(folder, mount)]));
  const vodFolder = join(ownVodFolders ? folder : root, "vod");
  places["vod"] = vodFolder;
  if (sharedMedia) places["media"] = join(root, "media");
  const paths = {
    ...places,
    modules: nginxModulesFolder(),
    ffmpeg: await systemTool("ffmpeg"),
    transcoderLog: join(folder, "run/ffmpeg.log"),
  };
  const ownPorts = ports[ordinal];
  const ingestAddresses = ports.map((pod) => `${loopback}:${pod.ingest}`);
  const runtime = ownPorts ? { paths, ports: ownPorts, ingestAddresses } : { paths };
  const inline = { runtime, ...(ports.length > 1 ? { ingest: { replicas: ports.length } } : {}) };
  const manifests = await template(chartFolder, { values: [embeddedValues, ...values], inline, set });
  for (const place of Object.values(places)) await mkdir(place, { recursive: true });
  // ffmpeg writes here; nginx makes the folders of HLS and DASH itself.
  await mkdir(join(places["media"] ?? folder, "posters"), { recursive: true });
  // A copy: nginx may not enter the folder of the built one.
  await cp(await ensureWatchPage(), join(folder, "web"), { recursive: true });
  for (const tier of ["ingest", "delivery"] as const) {
    for (const [name, text] of Object.entries(tierFiles(manifests, tier))) {
      await writeFile(join(folder, "config", name), text);
    }
    await writeMountedSecrets(manifests, tier, secrets);
  }
  return { folder, mediaFolder: places["media"] ?? folder, vodFolder, manifests };
}

const mounts = ["config", "run", "media", "vod", "cache", "secrets", "web"] as const;

/** Who runs nginx: as in a pod one user who is not root, and so nobody where the harness is root. */
const user = process.getuid?.() === 0 ? 65_534 : undefined;

/** The folders must be that user's, and those above open to him. */
async function openToUser(folder: string): Promise<void> {
  if (user === undefined) return;
  await chmod(folder, 0o755);
  for (let above = dirname(folder); above !== dirname(above); above = dirname(above)) await assertOpen(above);
  for (const entry of await readFolders(folder)) await chown(entry, user, user);
}

/** Makes a folder and all in it nginx's own, as what a pod finds on its volume is: for files that others put there. */
export async function handOver(folder: string): Promise<void> {
  if (user === undefined) return;
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  for (const path of [folder, ...entries.map((entry) => join(entry.parentPath, entry.name))])
    await chown(path, user, user);
}

async function assertOpen(folder: string): Promise<void> {
  const mayEnter = 0o001;
  if (((await stat(folder)).mode & mayEnter) !== 0) return;
  const what = "nginx cannot enter the folder for temporary files: it does not run as root, but as nobody.";
  throw new InputError({
    what,
    where: folder,
    hint: "Set TMPDIR to a folder that every user may enter, such as /tmp.",
  });
}

async function readFolders(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isDirectory()).map((entry) => join(entry.parentPath, entry.name));
}

async function startTier(pod: Pod, tier: Tier, started: ChildProcess[]): Promise<ChildProcess> {
  await systemTool("nginx");
  for (const port of listeningPorts(pod.manifests, tier)) await assertFree(port, tier);
  const script = join(pod.folder, "config", `${tier}-start.sh`);
  const log = join(pod.folder, `${tier}.log`);
  // What a pod's container is given as its name.
  const environment = { HOSTNAME: `${tier}-${basename(pod.folder)}` };
  const title = `nginx of ${tier}`;
  const child = ChildProcess.start("/bin/sh", [script], { title, log, stopSignal: "SIGQUIT", environment, user });
  started.push(child);
  const url = `${tierUrl(pod.manifests, tier)}/readyz`;
  await waitForStart(child, `${tier} at ${url}`, async () => {
    const response = await fetch(url);
    if (!response.ok) throw new Error(`${url} answers ${response.status}: ${await response.text()}`);
  });
  return child;
}

function startDrain(pod: Pod, started: ChildProcess[]): ChildProcess {
  const [program = "", ...args] = drainCommand(pod.manifests);
  const log = join(pod.folder, "drain.log");
  const child = ChildProcess.start(program, args, { title: "the drain of ingest", log, stopSignal: "SIGTERM", user });
  started.push(child);
  return child;
}

function tierUrl(manifests: readonly Manifest[], tier: Tier, port = "http"): string {
  return `http://${loopback}:${tierPort(manifests, tier, port)}`;
}

async function assertFree(port: number, tier: Tier): Promise<void> {
  const server = createServer();
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, loopback, () => server.close(() => resolve()));
  }).catch((cause: NodeJS.ErrnoException) => {
    throw new InputError({
      what: `Port ${port} of ${tier} cannot be used: ${cause.code === "EADDRINUSE" ? "another program listens on it" : cause.message}.`,
      where: `${loopback}:${port}`,
      hint: `Stop that program, or choose another port with --set runtime.ports.NAME=PORT (${portNames.join(", ")}).`,
      cause,
    });
  });
}
