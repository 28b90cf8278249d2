/** The system that this chart grew out of, as its authors wrote it: the reference of the benchmarks of media. */
import { chmod, chown, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import getPort from "get-port";
import { ChildProcess, waitForStart } from "../core/index.ts";
import { nginxModulesFolder, systemTool } from "../tools/index.ts";

/** A rendition that the predecessor encodes. */
export interface PredecessorRendition {
  readonly suffix: string;
  readonly width: number;
  readonly videoBitrate: string;
  readonly audioBitrate: string;
  /** BANDWIDTH, as it is declared. */
  readonly bandwidth: number;
}

export const predecessorRenditions: readonly PredecessorRendition[] = [
  { suffix: "low", width: 480, videoBitrate: "256k", audioBitrate: "64k", bandwidth: 288_000 },
  { suffix: "mid", width: 720, videoBitrate: "768k", audioBitrate: "128k", bandwidth: 448_000 },
  { suffix: "high", width: 960, videoBitrate: "1024k", audioBitrate: "128k", bandwidth: 1_152_000 },
  { suffix: "hd720", width: 1280, videoBitrate: "1920k", audioBitrate: "128k", bandwidth: 2_048_000 },
];

/**
 * The predecessor's arguments for timestamps, before its first output. `-async` holds for that output alone, `-vsync`
 * for all.
 */
export const predecessorSyncArguments = ["-async", "1", "-vsync", "-1"] as const;

/**
 * The predecessor's ffmpeg arguments for a rendition, without its destination.
 * @param quality what stands in for its CRF, to compare at other bitrates
 */
export function predecessorRenditionArguments(
  rendition: PredecessorRendition,
  quality: readonly string[] = ["-crf", "23"],
): string[] {
  const { width, videoBitrate, audioBitrate } = rendition;
  return [
    ...["-c:v", "libx264", "-c:a", "aac", "-b:v", videoBitrate, "-b:a", audioBitrate],
    ...["-vf", `scale=${width}:trunc(ow/a/2)*2`, "-tune", "zerolatency", "-preset", "superfast", ...quality],
  ];
}

/** The predecessor as one nginx: RTMP in, the ladder, and HLS out. */
export interface PredecessorService extends AsyncDisposable {
  readonly rtmpUrl: string;
  /** `http://host:port` at which it delivers. */
  readonly deliveryUrl: string;
  /** Folder of playlists and segments. */
  readonly hlsFolder: string;
}

/**
 * Starts it. Its two tiers share one process, as they share one volume, and one worker: with more of them, the
 * predecessor's ffmpeg may ask the one that does not have the stream.
 * @param fragment seconds; the predecessor's own are 3
 */
export async function startPredecessor({ fragment = 3 } = {}): Promise<PredecessorService> {
  const folder = await mkdtemp(join(tmpdir(), "hls-cloud-predecessor-"));
  const media = join(folder, "mnt");
  for (const path of [join(media, "hls"), join(media, "dash"), join(folder, "run")]) {
    await mkdir(path, { recursive: true });
    // As root, nginx's workers run as nobody.
    if (process.getuid?.() === 0) await chown(path, 65_534, 65_534);
  }
  await chmod(folder, 0o755);
  const [rtmp, http] = [await getPort(), await getPort()];
  const configuration = join(folder, "nginx.conf");
  await writeFile(
    configuration,
    predecessorConfiguration({ folder, media, rtmp, http, fragment, ffmpeg: await systemTool("ffmpeg") }),
  );
  const child = ChildProcess.start(await systemTool("nginx"), ["-e", "stderr", "-c", configuration], {
    title: "nginx of the predecessor",
    log: join(folder, "nginx.log"),
    stopSignal: "SIGQUIT",
  });
  const deliveryUrl = `http://127.0.0.1:${http}`;
  const stop = async (): Promise<void> => {
    await child.stop();
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  };
  try {
    await waitForStart(child, `the predecessor at ${deliveryUrl}`, async () => {
      await fetch(deliveryUrl);
    });
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    rtmpUrl: `rtmp://127.0.0.1:${rtmp}`,
    deliveryUrl,
    hlsFolder: join(media, "hls"),
    [Symbol.asyncDispose]: stop,
  };
}

interface PredecessorPlaces {
  readonly folder: string;
  readonly media: string;
  readonly rtmp: number;
  readonly http: number;
  readonly fragment: number;
  readonly ffmpeg: string;
}

/** Its own lines but for ports, paths and the number of workers. */
function predecessorConfiguration({ folder, media, rtmp, http, fragment, ffmpeg }: PredecessorPlaces): string {
  const show = `rtmp://localhost:${rtmp}/show/\${name}`;
  const outputs = predecessorRenditions.map((each) => [
    ...predecessorRenditionArguments(each),
    "-f",
    "flv",
    `${show}_${each.suffix}`,
  ]);
  const line = [
    ...["-i", `rtmp://localhost:${rtmp}/$app/$name`, ...predecessorSyncArguments],
    ...[...outputs.flat(), "-c", "copy", "-f", "flv", `${show}_src`],
  ];
  const variants = [{ suffix: "src", bandwidth: 4_096_000 }, ...predecessorRenditions.toReversed()];
  return `
daemon off;
pid ${folder}/run/nginx.pid;
worker_processes 1;
error_log stderr error;
load_module ${nginxModulesFolder()}/ngx_rtmp_module.so;
events { worker_connections 1024; }
rtmp {
    server {
        listen 127.0.0.1:${rtmp};
        chunk_size 4000;
        application live {
            live on;
            exec_push ${ffmpeg} ${line.map((word) => `"${word}"`).join(" ")} 2>>${folder}/run/ffmpeg.log;
        }
        application show {
            live on;
            deny play all;
            hls on;
            hls_fragment ${fragment};
            hls_playlist_length 20;
            hls_path ${media}/hls/;
${variants.map(({ suffix, bandwidth }) => `            hls_variant _${suffix} BANDWIDTH=${bandwidth};`).join("\n")}
            dash on;
            dash_path ${media}/dash/;
            dash_fragment ${fragment};
            dash_playlist_length 20;
        }
    }
}
http {
    access_log off;
    sendfile off;
    tcp_nopush on;
    directio 512;
    client_body_temp_path ${folder}/run/body;
    proxy_temp_path ${folder}/run/proxy;
    fastcgi_temp_path ${folder}/run/fastcgi;
    scgi_temp_path ${folder}/run/scgi;
    uwsgi_temp_path ${folder}/run/uwsgi;
    types {
        application/vnd.apple.mpegurl m3u8;
        video/mp2t ts;
        application/dash+xml mpd;
        video/mp4 mp4;
    }
    server {
        listen 127.0.0.1:${http};
        root ${media};
        add_header Cache-Control no-cache;
        add_header Access-Control-Allow-Origin *;
        add_header Access-Control-Expose-Headers Content-Length;
        location / {
            if ($request_method = OPTIONS) {
                add_header Access-Control-Max-Age 1728000;
                return 204;
            }
        }
    }
}
`;
}
