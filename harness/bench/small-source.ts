import { clipSource } from "../stream/index.ts";

/**
 * Footage of 500 kbit/s: where many streams or viewers are counted, bytes are not what is to be measured.
 * @returns path of a file to publish
 */
export function smallSource(): Promise<string> {
  // The rest is the clip's audio, which has 128 kbit/s.
  return clipSource({ bitrate: "372k", filter: "scale=640:360" });
}
