/** Recordings, as a viewer finds and plays them. */

import { waitFor } from "../core/index.ts";
import { fetchOk, type Recording, type Streams } from "../stream/index.ts";
import { patience, problem } from "./context.ts";

/**
 * Waits for the recording of a stream.
 * @param listUrl URL of `/api/streams`
 * @throws WaitError when it does not come
 */
export function recordingOf(listUrl: string, stream: string): Promise<Recording> {
  return waitFor(`the recording of ${stream}`, patience, async () => {
    const { recordings } = (await (await fetchOk(listUrl)).json()) as Streams;
    const found = recordings.find(({ name }) => name === stream);
    if (!found) throw new Error(`${recordings.length} others`);
    return found;
  });
}

/**
 * Plays the end of a recording, as a viewer who seeks there.
 * @throws E2eError when what comes is not that part
 */
export async function assertSeeks(url: string, { bytes }: Recording): Promise<void> {
  const part = await fetch(url, { headers: { Range: `bytes=${bytes - 100}-` } });
  const { byteLength } = await part.arrayBuffer();
  if (part.status !== 206 || byteLength !== 100)
    throw problem("The recording of a stream does not seek.", `${part.status}, ${byteLength} bytes`);
}
