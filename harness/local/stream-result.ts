import { type RenditionReport, streamTable } from "../stream/index.ts";
import type { StartedStream } from "./started-stream.ts";

/** What `npm start -- --json` prints after `ok`. */
export interface StreamResult {
  readonly publishUrl: string;
  readonly hlsUrl: string;
  /** The best rendition's manifest. */
  readonly dashUrl?: string;
  /** From the start of the processes to the end of the check. */
  readonly seconds: number;
  readonly renditions: readonly RenditionReport[];
  /** What a player would stumble over. */
  readonly problems?: readonly string[];
  /** The watch page, where it is on. */
  readonly watchUrl?: string;
}

/** What came of a stream, and where it plays. */
export async function streamResult(started: StartedStream): Promise<StreamResult> {
  const { service, access, name, hlsUrl, report } = started;
  const { renditions, problems } = report;
  const best = renditions.reduce((a, b) => (b.declaredBandwidth > a.declaredBandwidth ? b : a));
  const suffix = service.settings.renditions.find((rendition) => rendition.name === best.name)?.suffix ?? "";
  const watchUrl = access.sign(`${service.deliveryUrl}/watch/${name}`);
  return {
    publishUrl: `${service.ingests[0].rtmpUrl}/live/${name}`,
    hlsUrl,
    ...(service.settings.dash ? { dashUrl: access.sign(`${service.deliveryUrl}/dash/${name}${suffix}.mpd`) } : {}),
    seconds: Math.round(started.seconds * 10) / 10,
    renditions,
    ...(problems.length > 0 ? { problems } : {}),
    // The values may turn it off.
    ...((await fetch(watchUrl)).ok ? { watchUrl } : {}),
  };
}

/** The same for a person at a terminal. */
export function reportText(result: StreamResult): string {
  const { renditions, publishUrl, watchUrl, hlsUrl, dashUrl, seconds, problems = [] } = result;
  const lines = [
    streamTable(renditions),
    ...problems.map((problem) => `Problem: ${problem}`),
    `Publish:    ${publishUrl}`,
    ...(watchUrl ? [`Watch:      ${watchUrl}`] : []),
    `Play HLS:   ${hlsUrl}`,
    ...(dashUrl ? [`Play DASH:  ${dashUrl}`] : []),
    `All renditions played after ${seconds} s.`,
  ];
  return lines.join("\n");
}
