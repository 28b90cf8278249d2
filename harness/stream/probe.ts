import { execa } from "execa";
import { ToolError } from "../core/index.ts";
import { systemTool } from "../tools/index.ts";

/** What ffprobe says of a segment or a file. */
export interface Media {
  readonly video: VideoTrack | undefined;
  readonly audio: AudioTrack | undefined;
}

export interface VideoTrack {
  readonly codec: string;
  readonly profile: string;
  /** Ten times the level, such as 31. */
  readonly level: number;
  readonly width: number;
  readonly height: number;
  /** Seconds, from the first packet. */
  readonly start: number;
  /** Seconds of one frame, from the packets. */
  readonly frameSeconds: number;
  /** Whether the first packet is a keyframe. */
  readonly startsWithKeyframe: boolean;
}

export interface AudioTrack {
  readonly codec: string;
  readonly profile: string;
  /** Seconds, from the first packet. */
  readonly start: number;
}

/**
 * Probes a file or URL.
 * @throws ToolError when ffprobe cannot read it
 */
export async function probe(input: string): Promise<Media> {
  const entries = "stream=index,codec_type,codec_name,profile,level,width,height:packet=stream_index,pts_time,flags";
  const result = await execa(
    await systemTool("ffprobe"),
    ["-v", "error", "-show_entries", entries, "-of", "json", input],
    {
      reject: false,
    },
  );
  if (result.failed) {
    throw new ToolError({
      what: `ffprobe cannot read it: ${result.stderr.trim().split("\n")[0] ?? ""}`,
      where: input,
      hint: "Read the log of the ladder's ffmpeg.",
      command: result.escapedCommand,
      output: result.stderr,
    });
  }
  const { streams = [], packets = [] } = JSON.parse(result.stdout) as ProbeOutput;
  const video = streams.find((stream) => stream.codec_type === "video");
  const audio = streams.find((stream) => stream.codec_type === "audio");
  const ofStream = (stream: ProbeStream): ProbePacket[] =>
    packets.filter((packet) => packet.stream_index === stream.index);
  return {
    video: video && videoTrack(video, ofStream(video)),
    audio: audio && ofStream(audio).length > 0 ? audioTrack(audio, ofStream(audio)) : undefined,
  };
}

/**
 * Decodes a whole file or URL.
 * @returns what ffmpeg complained about, one line each
 */
export async function decodeErrors(input: string): Promise<string[]> {
  const args = ["-nostdin", "-v", "error", "-xerror", "-i", input, "-f", "null", "-"];
  const { stderr } = await execa(await systemTool("ffmpeg"), args, { reject: false });
  return stderr.split("\n").filter((line) => line.trim() !== "");
}

const profileNumbers: Readonly<Record<string, string>> = {
  "Constrained Baseline": "42",
  Baseline: "42",
  Main: "4d",
  High: "64",
  "High 10": "6e",
  "High 4:2:2": "7a",
  "High 4:4:4 Predictive": "f4",
};

const audioCodecs: Readonly<Record<string, string>> = {
  "aac LC": "mp4a.40.2",
  "aac HE-AAC": "mp4a.40.5",
  "aac HE-AACv2": "mp4a.40.29",
};

/**
 * Whether declared codecs are those of the media. The constraint flags inside `avc1.PPCCLL` are no fact of ffprobe's.
 * @param declared CODECS of a variant
 */
export function codecsMatch(declared: string, { video, audio }: Media): boolean {
  const [declaredVideo = "", declaredAudio] = declared.split(",");
  const avc = /^avc1\.([0-9a-f]{2})[0-9a-f]{2}([0-9a-f]{2})$/.exec(declaredVideo);
  if (!video || !avc) return false;
  const sameVideo = avc[1] === profileNumbers[video.profile] && Number.parseInt(avc[2] ?? "", 16) === video.level;
  const sameAudio = declaredAudio === (audio && (audioCodecs[`${audio.codec} ${audio.profile}`] ?? audio.codec));
  return sameVideo && sameAudio;
}

interface ProbeOutput {
  readonly streams?: readonly ProbeStream[];
  readonly packets?: readonly ProbePacket[];
}

interface ProbeStream {
  readonly index: number;
  readonly codec_type: string;
  readonly codec_name: string;
  readonly profile: string;
  readonly level: number;
  readonly width: number;
  readonly height: number;
}

interface ProbePacket {
  readonly stream_index: number;
  readonly pts_time: string;
  readonly flags: string;
}

function videoTrack(stream: ProbeStream, packets: readonly ProbePacket[]): VideoTrack {
  const times = packets.map((packet) => Number(packet.pts_time)).sort((a, b) => a - b);
  const start = times[0] ?? Number.NaN;
  const steps = times.slice(1).map((time, index) => time - (times[index] ?? time));
  return {
    codec: stream.codec_name,
    profile: stream.profile,
    level: stream.level,
    width: stream.width,
    height: stream.height,
    start,
    frameSeconds: steps.sort((a, b) => a - b)[steps.length >> 1] ?? 0,
    startsWithKeyframe: packets[0]?.flags.startsWith("K") ?? false,
  };
}

function audioTrack(stream: ProbeStream, packets: readonly ProbePacket[]): AudioTrack {
  return { codec: stream.codec_name, profile: stream.profile, start: Number(packets[0]?.pts_time) };
}
