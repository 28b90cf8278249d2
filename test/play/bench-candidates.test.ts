import { chmod } from "node:fs/promises";
import { expect, test } from "vitest";
import { startCandidates } from "../../harness/bench/index.ts";
import { fetchOk } from "../../harness/stream/index.ts";
import { temporaryFolder } from "../temporary-folder.ts";

test("all that the benchmark of delivery compares gives the same bytes, the bare nginx with the chart's headers", async () => {
  const folder = await temporaryFolder();
  await chmod(folder, 0o755);
  await using running = new AsyncDisposableStack();
  const candidates = await startCandidates(folder, running);
  for (const kind of ["segments", "playlists"] as const) {
    const answers = new Map<string, { readonly body: Buffer; readonly headers: Headers }>();
    for (const { name, url, objects } of candidates) {
      const path = objects[kind]?.path.replace("%d", "7");
      if (path === undefined) continue;
      const response = await fetchOk(`${url}${path}`);
      answers.set(name, { body: Buffer.from(await response.arrayBuffer()), headers: response.headers });
    }
    const { bare, shared } = Object.fromEntries(answers);
    for (const [name, { body }] of answers)
      expect(body.equals(bare?.body ?? Buffer.of()), `${kind} of ${name}`).toBe(true);
    expect(bare?.body.length).toBeGreaterThan(300);
    if (kind === "playlists") continue;
    const sent = (headers: Headers | undefined): string[] => [...(headers?.keys() ?? [])].sort();
    expect(sent(bare?.headers)).toEqual(sent(shared?.headers));
  }
});
