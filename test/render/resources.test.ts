import { describe, expect, it } from "vitest";
import type { Resources } from "../../harness/chart/index.ts";
import { containerOf, render, type Values } from "./rendered.ts";

const base = 16 + 64;
/** The default ladder has four encoded renditions, and looks 15 frames ahead, here in Mi. */
const perStream = 64 + 4 * 40 + (8 + 17 + 30 + 52);
/** Of a stream. */
const poster = 1;
/** What the default ladder holds: its encoded renditions, and a copy at the rate at which its publisher is dropped. */
const kilobits = 4416 + 6000 * 1.5;

describe.concurrent("the memory of an origin", () => {
  it.each<[string, Values, number, number]>([
    ["one stream of the default ladder", {}, segments({ kilobits, playlists: [20, 20], fragments: [2, 2] }), perStream],
    ["HLS alone", { dash: { enabled: false } }, segments({ kilobits, playlists: [20], fragments: [2] }), perStream],
    [
      "playlists of different lengths",
      { hls: { fragment: 1, playlistLength: 10 }, dash: { fragment: 4, playlistLength: 30 } },
      segments({ kilobits, playlists: [10, 30], fragments: [1, 4] }),
      perStream,
    ],
    [
      "a ladder of one",
      { ladder: [{ name: "src", copy: true, maxBitrate: "3000k" }] },
      segments({ kilobits: 3000 * 1.5, playlists: [20, 20], fragments: [2, 2] }),
      64,
    ],
  ])("holds %s, and a poster", async (_, values, segmentMebibytes, processes) => {
    const mebibytes = segmentMebibytes + poster;
    const { ingest } = await render(values);
    const media = ingest.template.spec.volumes.find(({ name }) => name === "media");
    expect(media?.emptyDir?.sizeLimit).toBe(`${mebibytes}Mi`);
    const memory = `${mebibytes + base + processes}Mi`;
    expect(containerOf(ingest).resources).toMatchObject({ requests: { memory }, limits: { memory } });
  });

  it("grows with the streams that a pod takes", async () => {
    const { ingest } = await render({ ingest: { maxStreams: 5 } });
    const mebibytes = segments({ kilobits: 5 * kilobits, playlists: [20, 20], fragments: [2, 2] }) + 5 * poster;
    expect(containerOf(ingest).resources.limits).toEqual({ memory: `${mebibytes + base + 5 * perStream}Mi` });
  });

  it("holds no frames where encoders do not look ahead, and more of a high rendition", async () => {
    const memory = async (lookahead: number, ladder: Values) => {
      const { ingest } = await render({ ladder: [ladder], ingest: { transcoder: { lookahead } } });
      return Number.parseInt(String(containerOf(ingest).resources.limits?.["memory"]), 10);
    };
    const ladder = { name: "high", height: 1080, videoBitrate: "4000k", audioBitrate: "128k" };
    // Ten times 2.2 bytes for each of 1920 by 1920.
    expect((await memory(10, ladder)) - (await memory(0, ladder))).toBe(78);
  });

  it("has room to make films of recordings, by their length", async () => {
    const memory = async (recording: Values): Promise<number> => {
      const { ingest } = await render({ vod: { enabled: true, existingClaim: "films" }, recording });
      return Number.parseInt(String(containerOf(ingest).resources.limits?.["memory"]), 10);
    };
    const none = await memory({});
    expect((await memory({ enabled: true, maxDuration: 3600 })) - none).toBe(64 + 40);
    expect((await memory({ enabled: true, maxDuration: 3601 })) - none).toBe(64 + 2 * 40);
    expect((await memory({ enabled: true, maxDuration: null })) - none).toBe(64 + 24 * 40);
  });

  it("holds no poster where none is made", async () => {
    const { ingest } = await render({ ingest: { posters: { enabled: false } } });
    const mebibytes = segments({ kilobits, playlists: [20, 20], fragments: [2, 2] });
    expect(containerOf(ingest).resources.limits).toEqual({ memory: `${mebibytes + base + perStream}Mi` });
  });

  it("leaves out the segments where a shared volume holds them", async () => {
    const { ingest } = await render({ storage: { mode: "shared", shared: { existingClaim: "media" } } });
    expect(containerOf(ingest).resources.limits).toEqual({ memory: `${base + perStream}Mi` });
  });
});

describe.concurrent("the CPU of ingest", () => {
  const millicores = async (values: Values) =>
    Number.parseInt(containerOf((await render(values)).ingest).resources.requests?.["cpu"] ?? "", 10);

  it("is requested for each stream, without a limit", async () => {
    const [one, five] = await Promise.all([millicores({}), millicores({ ingest: { maxStreams: 5 } })]);
    expect(one).toBeGreaterThan(100);
    expect(five - 100).toBe(5 * (one - 100));
    expect(containerOf((await render()).ingest).resources.limits).not.toHaveProperty("cpu");
  });

  it("is less for a smaller ladder", async () => {
    const [ladder, copy] = await Promise.all([
      millicores({}),
      millicores({ ladder: [{ name: "src", copy: true, maxBitrate: "3000k" }] }),
    ]);
    expect(copy).toBeLessThan(ladder);
  });
});

describe.concurrent("resources that are given", () => {
  const media = segments({ kilobits, playlists: [20, 20], fragments: [2, 2] }) + poster;
  const computed = `${media + base + perStream}Mi`;

  it.each<[string, Resources, Resources]>([
    [
      "one request, beside what is computed",
      { requests: { cpu: "3" } },
      { requests: { cpu: "3", memory: computed }, limits: { memory: computed } },
    ],
    [
      "a memory limit, for the request too",
      { limits: { memory: "2Gi" } },
      { requests: { cpu: expect.any(String), memory: "2Gi" }, limits: { memory: "2Gi" } },
    ],
    [
      "a memory request, for the limit too",
      { requests: { memory: "2Gi" } },
      { requests: { cpu: expect.any(String), memory: "2Gi" }, limits: { memory: "2Gi" } },
    ],
    [
      "a CPU limit, for the request too",
      { limits: { cpu: "500m" } },
      { requests: { cpu: "500m", memory: computed }, limits: { cpu: "500m", memory: computed } },
    ],
    [
      "everything",
      { requests: { cpu: "1", memory: "1Gi" }, limits: { cpu: "2", memory: "2Gi" } },
      { requests: { cpu: "1", memory: "1Gi" }, limits: { cpu: "2", memory: "2Gi" } },
    ],
    [
      "a resource of another kind",
      { limits: { "nvidia.com/gpu": "1" } },
      { requests: { cpu: expect.any(String), memory: computed }, limits: { memory: computed, "nvidia.com/gpu": "1" } },
    ],
  ])("win: %s", async (_, resources, expected) => {
    expect(containerOf((await render({ ingest: { resources } })).ingest).resources).toEqual(expected);
  });
});

interface Kept {
  readonly kilobits: number;
  /** Seconds of the HLS playlist and of the DASH manifest. */
  readonly playlists: readonly number[];
  readonly fragments: readonly number[];
}

/**
 * Mi that segments take: nginx-rtmp keeps a file for twice the playlist, and up to the ten seconds of its cleaner on
 * top; 10 % is the container's share.
 */
function segments({ kilobits, playlists, fragments }: Kept): number {
  const seconds = 2 * sum(playlists) + 10 * playlists.length + sum(fragments);
  return Math.ceil((seconds * kilobits * 125 * 1.1) / 2 ** 20);
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
