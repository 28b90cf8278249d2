/** The page of one stream, or of one recording. */
import { byId, setFacts, setPageTitle, setText } from "./dom.ts";
import { playNatively } from "./player/file-playback.ts";
import { Player } from "./player/player.ts";
import { Viewer } from "./player/viewer.ts";
import { nameOfPage, Service } from "./service.ts";
import type { Stream } from "./streams-api.ts";
import { bitrate, duration, source, states, viewers } from "./words.ts";

/** Milliseconds between two readings of the player's metrics. */
const period = 500;

const service = new Service("..");
const name = nameOfPage();
const recording = new URLSearchParams(location.search).get("recording");
const player = new Player(byId("player"), name);

setPageTitle(name);
if (recording) await playRecording(recording);
else {
  setInterval(showPlayback, period);
  await new Viewer(service, name, player, showStream).run();
}

/** Plays a file that the service lists: the address alone is not trusted. */
async function playRecording(file: string): Promise<void> {
  for (const panel of document.querySelectorAll<HTMLElement>(".panel")) panel.hidden = true;
  const listing = await service.list().catch(() => undefined);
  if (!listing) {
    player.say({ title: "The server does not answer", text: "Load this page again in a moment." });
    return;
  }
  const found = listing.recordings.find((each) => each.file === file);
  if (!found) {
    const text = listing.recordingsComplete
      ? "It may have been removed."
      : "It cannot be reached at the moment, or was removed. Load this page again later.";
    player.say({ title: "This recording is not there", text });
    return;
  }
  setText(byId("summary"), `Recorded ${new Date(found.at).toLocaleString()}`);
  player.onProblem = (words) => player.say({ title: words, busy: true });
  player.video.addEventListener("playing", () => player.say());
  player.useNativeControls();
  player.say();
  await player.play(playNatively(service.url(found.url)));
}

function showStream(stream: Stream | undefined, hasEnded: boolean): void {
  const badge = byId("badge");
  const state = stream?.state ?? (hasEnded ? "ended" : undefined);
  badge.hidden = state === undefined;
  if (state) {
    setText(badge, states[state]);
    badge.className = `badge ${state}`;
  }
  if (hasEnded) setText(byId("summary"), "The stream has ended.");
  if (!stream) return;
  setPageTitle(stream.title);
  setText(byId("summary"), `${viewers(stream.viewers)} · on air for ${duration(stream.uptimeSeconds)}`);
  setFacts(byId("stream"), {
    Source: source(stream.ingest),
    "Comes in at": bitrate(stream.ingest.bitrate),
    Renditions: stream.renditions
      .map((each) => `${each.name}, ${each.width}×${each.height}, ${bitrate(each.bandwidth)}`)
      .join("\n"),
  });
}

function showPlayback(): void {
  const { behind, buffer, quality } = player.metrics;
  setFacts(byId("playback"), {
    Quality: quality ?? "–",
    "Behind live": behind === undefined ? "–" : `${behind.toFixed(1)} s`,
    Buffered: `${buffer.toFixed(1)} s`,
  });
}
