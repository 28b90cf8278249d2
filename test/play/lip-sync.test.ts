import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { execa } from "execa";
import { expect, onTestFinished, test } from "vitest";
import { descendants, waitFor } from "../../harness/core/index.ts";
import { type LocalService, startLocalService } from "../../harness/local/index.ts";
import { fetchMedia, fetchOk, type Segment } from "../../harness/stream/index.ts";
import { systemTool } from "../../harness/tools/index.ts";
import {
  mediaUrl,
  nextNumber,
  publishDuringTest,
  smallLadder,
  waitForMedia,
  waitForSegments,
} from "./support/streams.ts";

/** Seconds between two flashes, each with its beep. */
const period = 2;
const frame = 1 / 25;

/** A source that flashes and beeps at the same moment. */
async function flashAndBeep(file: string): Promise<string> {
  const flash = `color=black:s=320x180:r=25,drawbox=color=white:t=fill:enable='lt(mod(t,${period}),0.2)'`;
  const beep = `aevalsrc='sin(2*PI*1000*t)*lt(mod(t,${period}),0.2)':s=48000`;
  const inputs = ["-f", "lavfi", "-i", flash, "-f", "lavfi", "-i", beep, "-t", "40"];
  const video = ["-c:v", "libx264", "-preset", "ultrafast", "-g", "25", "-pix_fmt", "yuv420p"];
  await execa(await systemTool("ffmpeg"), [
    "-v",
    "error",
    ...inputs,
    ...video,
    "-c:a",
    "aac",
    "-b:a",
    "96k",
    "-ac",
    "2",
    file,
  ]);
  return file;
}

/** Seconds by which the audio comes after the video, for each flash in these segments. */
async function audioDelays(segments: readonly Segment[], folder: string): Promise<number[]> {
  const parts = await Promise.all(
    segments.map(async ({ url }) => Buffer.from(await (await fetchOk(url)).arrayBuffer())),
  );
  const file = join(folder, "measured.ts");
  await writeFile(file, Buffer.concat(parts));
  const read = async (filter: readonly string[]): Promise<string> => {
    const args = ["-nostdin", "-v", "error", "-copyts", "-i", file, ...filter, "-f", "null", "-"];
    return (await execa(await systemTool("ffmpeg"), args)).stdout;
  };
  const video = await read(["-an", "-vf", "signalstats,metadata=print:key=lavfi.signalstats.YAVG:file=-"]);
  const audio = await read([
    "-vn",
    "-af",
    "silencedetect=noise=-30dB:d=0.5,ametadata=print:key=lavfi.silence_end:file=-",
  ]);
  const frames = [...video.matchAll(/pts_time:([\d.]+)\s+lavfi.signalstats.YAVG=([\d.]+)/g)].map((match) => ({
    time: Number(match[1]),
    white: Number(match[2]) > 120,
  }));
  const flashes = frames
    .filter(({ white }, index) => white && index > 0 && !frames[index - 1]?.white)
    .map(({ time }) => time);
  const beeps = [...audio.matchAll(/silence_end=([\d.]+)/g)].map((match) => Number(match[1]));
  return flashes.flatMap((flash) => {
    const delay = beeps.map((beep) => beep - flash).sort((a, b) => Math.abs(a) - Math.abs(b))[0];
    return delay === undefined || Math.abs(delay) > period / 2 ? [] : [delay];
  });
}

function ladderProcess(service: LocalService): Promise<number> {
  return waitFor("the ladder's ffmpeg", { seconds: 10 }, async () => {
    const [pid] = await descendants(service.ingests[0].process.pid, "ffmpeg");
    if (pid === undefined) throw new Error("nginx has no such child");
    return pid;
  });
}

test("audio and video stay together when ffmpeg is killed and comes back", async () => {
  await using service = await startLocalService({
    freePorts: true,
    values: [smallLadder],
    set: ["hls.playlistLength=16"],
  });
  const source = await flashAndBeep(join(service.folder, "flash-and-beep.mp4"));
  await publishDuringTest(service, { stream: "sync", source });
  const measure = async (rendition: string, from: number): Promise<number> => {
    await waitForMedia(service, "sync", rendition, (playlist) => nextNumber(playlist) >= from + 6);
    const { segments } = await fetchMedia(mediaUrl(service, "sync", rendition));
    const delays = await audioDelays(
      segments.filter(({ number }) => number >= from),
      service.folder,
    );
    expect(delays.length).toBeGreaterThanOrEqual(2);
    return delays.reduce((sum, delay) => sum + delay, 0) / delays.length;
  };
  const { sequence } = await waitForSegments(service, "sync", "low", 1);
  const before = { low: await measure("low", sequence), src: await measure("src", sequence) };

  const killed = await ladderProcess(service);
  process.kill(killed, "SIGKILL");
  const ended = nextNumber(await fetchMedia(mediaUrl(service, "sync", "low"))) + 1;
  await waitForMedia(service, "sync", "low", ({ segments }) =>
    segments.some(({ number, discontinuity }) => discontinuity && number >= ended - 1),
  );
  expect(await ladderProcess(service)).not.toBe(killed);
  const after = { low: await measure("low", ended), src: await measure("src", ended) };

  const measured = JSON.stringify({ before, after });
  for (const rendition of ["low", "src"] as const) {
    expect(Math.abs(after[rendition] - before[rendition]), measured).toBeLessThan(frame);
    expect(Math.abs(after[rendition]), measured).toBeLessThan(2 * frame);
  }
  onTestFinished(() => console.info(`audio after video, seconds: ${measured}`));
});
