/**
 * A release that asks publishers for a key, a service of the user's about them, and viewers for a token, obeys an
 * admin, and records what is published.
 */

import { ingestSettings, type Values } from "../chart/index.ts";
import { waitFor } from "../core/index.ts";
import { checkStream, Encoder, type PublisherOptions, publishStream, signUrl } from "../stream/index.ts";
import { type Context, deliveryUrl, masterUrl, patience, problem, publisherOptions } from "./context.ts";
import { publishService, turnedAway } from "./publish-service.ts";
import { assertSeeks, recordingOf } from "./recordings.ts";
import type { Release, ReleaseValues } from "./release.ts";

const stream = "gated";
const publishKey = "e2e-key-of-the-publisher";
const playbackKey = "e2e-key-that-signs-links-for-an-hour";
const adminToken = "e2e-token-of-the-admin-who-ends-streams";

/** What protects a release and records all streams. Its VOD volume is in the other values. */
function protection(release: Release): Values {
  const { url, objects } = publishService(release.namespace, release.image);
  return {
    auth: {
      publish: { keys: { [stream]: publishKey, [turnedAway]: publishKey }, url },
      play: { signed: { enabled: true, keys: [playbackKey] } },
      admin: { enabled: true, token: adminToken },
    },
    recording: { enabled: true },
    extraObjects: objects,
  };
}

/**
 * Upgrades a release so that publishers and viewers need a key or a link, and plays what a publisher with a key sent,
 * live and from its recording.
 * @param values what it was installed with
 * @throws HarnessError when somebody without a key gets in, or somebody with one does not
 */
export async function protect(context: Context, values: ReleaseValues): Promise<void> {
  await context.release.upgrade({ ...values, ...protection(context.release) });
  const options = await publisherOptions(context, stream);
  await assertRefused("without a key", options);
  await assertRefused("whom the user's service turns away", {
    ...(await publisherOptions(context, turnedAway)),
    key: publishKey,
  });
  {
    await using _encoder = await Encoder.start({ ...options, key: publishKey });
    const { problems } = await checkStream(signed(masterUrl(context, stream), stream), {
      stream,
      settings: ingestSettings(context.release.manifests),
      seconds: patience.seconds,
    });
    if (problems.length > 0) throw problem("A signed link does not play as it should.", problems.join("\n"));
    const { status } = await fetch(masterUrl(context, stream));
    if (status !== 403) throw problem("A stream is played without a token.", `it answers ${status}`);
    await endStream(context);
  }
  await assertRecorded(context);
}

async function assertRefused(who: string, options: PublisherOptions): Promise<void> {
  await using publisher = await publishStream(options);
  await waitFor(`the refusal of a publisher ${who}`, patience, () => {
    if (publisher.running) throw new Error("it publishes");
  });
}

async function endStream(context: Context): Promise<void> {
  const url = `${deliveryUrl(context)}/api/streams/${stream}`;
  const { status } = await fetch(url, { method: "DELETE", headers: { Authorization: `Bearer ${adminToken}` } });
  if (status !== 204) throw problem("The admin does not end a stream.", `it answers ${status}`);
}

/** The recording is there when the stream has ended, and is played with a token of its own. */
async function assertRecorded(context: Context): Promise<void> {
  const recording = await recordingOf(signed(`${deliveryUrl(context)}/api/streams`, "*"), stream);
  await assertSeeks(signed(`${deliveryUrl(context)}/${recording.url}`, recording.url), recording);
}

function signed(url: string, scope: string): string {
  return signUrl(url, { key: playbackKey, expires: Math.floor(Date.now() / 1000) + 3600, scope });
}
