import { describe, expect, it } from "vitest";
import { ingestSettings, renditionSuffix, template, tierFiles } from "../../harness/chart/index.ts";
import { chartFolder } from "../../harness/core/index.ts";
import type { Values } from "./rendered.ts";

/** The arguments that ffmpeg gets, one output each, as nginx reads them. */
async function outputs(values: Values): Promise<string[]> {
  return (await argumentGroups(values)).slice(1);
}

/** The arguments before the first output. */
async function inputOf(values: Values): Promise<string | undefined> {
  return (await argumentGroups(values))[0];
}

/** The input, and each output up to where it goes. */
async function argumentGroups(values: Values): Promise<string[]> {
  const manifests = await template(chartFolder, { inline: values });
  const config = tierFiles(manifests, "ingest")["ingest.conf"] ?? "";
  const [, command = ""] = /exec_push ([\s\S]*?);\n/.exec(config) ?? [];
  const words = command.replace(/\s+/g, " ");
  const start = words.indexOf(" -map");
  const groups = words.slice(start).match(/ -map .*?\$\{name\}[_.][^"]*"/g) ?? [];
  return [words.slice(0, start), ...groups];
}

const encoded = { name: "one", width: 640, videoBitrate: "700k", audioBitrate: "96k" };

describe.concurrent("ffmpeg's arguments", () => {
  it("cap the rate, keep the size even and at most the source's, and name the stream by its suffix", async () => {
    const [output = ""] = await outputs({ ladder: [encoded], ingest: { transcoder: { bufferSeconds: 0.5 } } });
    expect(output).toContain("-b:v:0 700k -maxrate:v:0 700k -bufsize:v:0 350k");
    expect(output).toContain("scale=w='trunc(min(640,iw)/2)*2':h=-2");
    expect(output).toContain("-pix_fmt yuv420p");
    expect(output).toContain("-preset:v:0 superfast -tune:v:0 zerolatency");
    expect(output).toContain("-b:a:0 96k");
    expect(output).toMatch(/\/show\/\$\{name\}_one"/);
  });

  it.each<[string, Values, string]>([
    ["a height", { height: 360 }, "scale=w=-2:h='trunc(min(360,ih)/2)*2'"],
    ["a width that may exceed the source", { width: 640, upscale: true }, "scale=w=640:h=-2"],
    ["a height that may exceed the source", { height: 360, upscale: true }, "scale=w=-2:h=360"],
    ["an own preset", { width: 640, preset: "medium" }, "-preset:v:0 medium -tune:v:0 zerolatency"],
    ["no tune", { width: 640, tune: "" }, "-preset:v:0 superfast -x264-params"],
    ["a profile", { width: 640, profile: "main" }, "-profile:v:0 main"],
  ])("follow %s", async (_, values, expected) => {
    const { width, ...rest } = encoded;
    const [output] = await outputs({ ladder: [{ ...rest, ...values }] });
    expect(output).toContain(expected);
  });

  it("look so many frames ahead as the values say, without cutting frames into slices, or not at all", async () => {
    const [ahead] = await outputs({ ladder: [encoded], ingest: { transcoder: { lookahead: 7 } } });
    expect(ahead).toContain(" -x264-params:v:0 rc-lookahead=7:mbtree=1:sliced-threads=0:");
    const [none] = await outputs({ ladder: [encoded], ingest: { transcoder: { lookahead: 0 } } });
    expect(none).not.toContain("x264-params");
  });

  it("give superfast more where it looks ahead, and leave other presets as they are", async () => {
    const parametersOf = async (transcoder: Values): Promise<string | undefined> =>
      /-x264-params:v:0 (\S+)/.exec((await outputs({ ladder: [encoded], ingest: { transcoder } }))[0] ?? "")?.[1];
    const ahead = "rc-lookahead=15:mbtree=1:sliced-threads=0";
    expect(await parametersOf({})).toBe(`${ahead}:qcomp=0.5:deadzone-inter=12:deadzone-intra=6`);
    expect(await parametersOf({ preset: "faster" })).toBe(ahead);
    expect(await parametersOf({ preset: "ultrafast" })).toBe(ahead);
    expect(await parametersOf({ lookahead: 0 })).toBeUndefined();
  });

  it("encode a sound once for all renditions that have its bitrate", async () => {
    const sound = { name: "two", width: 320, videoBitrate: "300k", audioBitrate: "64k" };
    const copy = { name: "src", copy: true, maxBitrate: "3000k" };
    const ladder = [encoded, copy, sound, { ...encoded, name: "three" }];
    const [all = "", copied = ""] = await outputs({ ladder });
    expect(all.match(/-b:a:\d \w+/g)).toEqual(["-b:a:0 96k", "-b:a:1 64k"]);
    expect(all.match(/-map 0:v:0/g)).toHaveLength(3);
    expect(all.match(/select=\d,\d][^|"]*/g)?.map((place) => place.replace(/].*_/, "]"))).toEqual([
      "select=0,3]one",
      "select=1,4]two",
      "select=2,3]three",
    ]);
    expect(all.match(/onfail=abort/g)).toHaveLength(3);
    expect(copied).toContain("-c copy");
  });

  it("put keyframes a fragment apart, or where the source has them", async () => {
    const [apart] = await outputs({ ladder: [encoded], hls: { fragment: 1.5, playlistLength: 6 } });
    expect(apart).toContain("gte(t,prev_forced_t+1.5-0.01)");
    const [source] = await outputs({ ladder: [encoded], ingest: { transcoder: { alignToSource: true } } });
    expect(source).toContain('-force_key_frames "source"');
  });

  it("make the poster last, of the first frame and then one in so many seconds, or none", async () => {
    const posters = { interval: 30, width: 320 };
    const [low = "", poster = "", ...more] = await outputs({ ladder: [encoded], ingest: { posters } });
    expect(low).not.toContain("mjpeg");
    expect(poster).toContain(
      "select='isnan(prev_selected_t)+gte(t-prev_selected_t,30)',scale=w='trunc(min(320,iw)/2)*2':h=-2",
    );
    expect(poster).toContain("-f tee -use_fifo 1 -fifo_options");
    expect(poster).toMatch(
      /"\[f=image2:update=1:atomic_writing=1:onfail=ignore\]\/var\/lib\/hls-cloud\/media\/posters\/\$\{name\}\.jpg"/,
    );
    expect(more).toEqual([]);
    expect(await outputs({ ladder: [encoded], ingest: { posters: { enabled: false } } })).toHaveLength(1);
  });

  it("decode keyframes alone where only a poster needs them, and nothing where nothing does", async () => {
    const ladder = [{ name: "src", copy: true, maxBitrate: "3000k" }];
    expect(await inputOf({ ladder })).toContain("-skip_frame nokey -i");
    expect(await inputOf({ ladder, ingest: { posters: { enabled: false } } })).not.toContain("-skip_frame");
    expect(await inputOf({ ladder: [...ladder, encoded] })).not.toContain("-skip_frame");
  });

  it("copy a copied rendition, video and audio", async () => {
    const [output] = await outputs({ ladder: [{ name: "src", copy: true, maxBitrate: "3000k" }] });
    expect(output).toMatch(/^ -map 0:v:0 -map 0:a:0\? -c copy -flvflags/);
  });
});

it("nginx's handlers know the same renditions, and the rate at which a publisher is dropped", async () => {
  const ladder = [encoded, { name: "src", copy: true, maxBitrate: "3000k" }];
  const settings = ingestSettings(await template(chartFolder, { inline: { ladder } }));
  expect(settings).toMatchObject({
    renditions: [
      { name: "one", suffix: renditionSuffix("one"), bandwidth: 875_600 },
      { name: "src", suffix: renditionSuffix("src"), bandwidth: 0 },
    ],
    maxBitrate: 3_000_000,
    toleratedBitrate: 4_500_000,
  });
});

it("a ladder without a copy has no limit for its publisher", async () => {
  const settings = ingestSettings(await template(chartFolder, { inline: { ladder: [encoded] } }));
  expect(settings).toMatchObject({ maxBitrate: 0, toleratedBitrate: 0 });
});
