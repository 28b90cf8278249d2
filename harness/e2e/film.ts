/** Films that were recorded of streams, as a viewer finds and plays them. */

import { waitFor } from "../core/index.ts";
import { fetchOk } from "../stream/index.ts";
import { patience, problem } from "./stage.ts";

/** What is looked at of a recording in the streams API (docs/openapi.yaml). */
export interface Film {
  readonly name: string;
  /** Relative to the service's root. */
  readonly url: string;
  readonly bytes: number;
}

/**
 * Waits for the film of a stream.
 * @param listUrl URL of `/api/streams`
 * @throws WaitError when it does not come
 */
export function filmOf(listUrl: string, stream: string): Promise<Film> {
  return waitFor(`the film of ${stream}`, patience, async () => {
    const { recordings } = (await (await fetchOk(listUrl)).json()) as { recordings: readonly Film[] };
    const found = recordings.find(({ name }) => name === stream);
    if (!found) throw new Error(`${recordings.length} others`);
    return found;
  });
}

/**
 * Plays the end of a film, as who seeks there.
 * @throws E2eError when what comes is not that part
 */
export async function assertSeeks(url: string, { bytes }: Film): Promise<void> {
  const part = await fetch(url, { headers: { Range: `bytes=${bytes - 100}-` } });
  const { byteLength } = await part.arrayBuffer();
  if (part.status !== 206 || byteLength !== 100)
    throw problem("The film of a stream does not seek.", `${part.status}, ${byteLength} bytes`);
}
