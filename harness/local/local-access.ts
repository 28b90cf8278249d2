import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { parsePlaybackKeys } from "../../njs/playback-keys.ts";
import { keyOf, parsePublishKeys } from "../../njs/publish-keys.ts";
import { signUrl } from "../stream/index.ts";
import type { LocalService } from "./local-service.ts";

/** Long enough for a day at the screen. */
const linkSeconds = 24 * 3600;

/** What somebody needs to publish a stream to a local service and to play it, where its values ask for it. */
export interface LocalAccess {
  /** The publisher's key; none where nobody needs one. */
  readonly key?: string;
  /** Makes a URL one that plays. */
  sign(url: string): string;
}

/** Reads the Secrets that the service mounts. */
export async function localAccess(service: LocalService, stream: string): Promise<LocalAccess> {
  const publishKeys = await readSecret(service, "publish-keys/keys.json");
  const playbackKeys = await readSecret(service, "playback-keys/keys");
  const key = publishKeys === undefined ? undefined : keyOf(stream, parsePublishKeys(publishKeys));
  const [signing] = playbackKeys === undefined ? [] : parsePlaybackKeys(playbackKeys);
  return {
    ...(key === undefined ? {} : { key }),
    sign: (url) => {
      if (signing === undefined) return url;
      return signUrl(url, { key: signing, expires: Math.floor(Date.now() / 1000) + linkSeconds, scope: stream });
    },
  };
}

async function readSecret({ secretsFolder }: LocalService, file: string): Promise<string | undefined> {
  return readFile(join(secretsFolder, file), "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return undefined;
    throw error;
  });
}
