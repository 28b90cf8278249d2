import { type Box, BoxSplitter, childBoxes, findBox, fullBox, needBox } from "./boxes.ts";
import type { ByteReader } from "./byte-reader.ts";
import type { Frame } from "./frame.ts";
import { type FragmentDefaults, type InitSegment, readMovie } from "./init-segment-reader.ts";
import { MediaError } from "./media-error.ts";

// ISO/IEC 14496-12: tfhd 8.8.7, trun 8.8.8, tfdt 8.8.12.

/** Frames of one moof that are taken; fragments of a second have some hundred. */
const maxFrames = 65536;
const notSync = 0x00010000;

/** The frames of a moof and the mdat behind it, both with their headers. Their data are views. */
export function readFragment(
  moof: Uint8Array,
  mdat: Uint8Array,
  init: Pick<InitSegment, "trackId" | "defaults">,
): Frame[] {
  const frames: Frame[] = [];
  for (const box of childBoxes(needBox(moof, "moof"), "moof")) {
    if (box.type === "traf") readTrackFragment(box.body, moof.length, mdat, init, frames);
  }
  if (frames.length === 0) throw new MediaError("a moof has no frames");
  return frames;
}

function readTrackFragment(
  traf: Uint8Array,
  moofLength: number,
  mdat: Uint8Array,
  init: Pick<InitSegment, "trackId" | "defaults">,
  frames: Frame[],
): void {
  const { trackId, defaults } = readHeader(needBox(traf, "tfhd"), init.defaults);
  if (trackId !== init.trackId) throw new MediaError(`a fragment is of track ${trackId}, not ${init.trackId}`);
  let decodeTime = readDecodeTime(findBox(traf, "tfdt"));
  let position: number | undefined;
  for (const box of childBoxes(traf, "traf")) {
    if (box.type !== "trun") continue;
    const { version, flags, reader } = fullBox(box.body, "trun");
    const count = reader.u32();
    if (frames.length + count > maxFrames) throw new MediaError(`a moof has more than ${maxFrames} frames`);
    // The offset counts from the moof's first byte (default-base-is-moof); without one a run follows the run before.
    if (flags & 0x1) position = reader.s32() - moofLength;
    const firstFlags = flags & 0x4 ? reader.u32() : undefined;
    let at: number = position ?? 8;
    for (let index = 0; index < count; index++) {
      const frame = readFrame(reader, version, flags, defaults);
      if (at < 0 || at + frame.size > mdat.length)
        throw new MediaError(`a frame of ${frame.size} bytes at ${at} is outside of an mdat of ${mdat.length}`);
      const { duration, compositionOffset, size } = frame;
      const keyframe = ((index === 0 && firstFlags !== undefined ? firstFlags : frame.flags) & notSync) === 0;
      frames.push({ decodeTime, duration, compositionOffset, keyframe, data: mdat.subarray(at, at + size) });
      decodeTime += duration;
      at += size;
    }
    position = at;
  }
}

function readHeader(body: Uint8Array, unsaid: FragmentDefaults): { trackId: number; defaults: FragmentDefaults } {
  const { flags, reader } = fullBox(body, "tfhd");
  const trackId = reader.u32();
  if (flags & 0x1)
    throw new MediaError("a fragment counts its data from the file's beginning (base-data-offset), which is not taken");
  if (flags & 0x2) reader.skip(4);
  const duration = flags & 0x8 ? reader.u32() : unsaid.duration;
  const size = flags & 0x10 ? reader.u32() : unsaid.size;
  return { trackId, defaults: { duration, size, flags: flags & 0x20 ? reader.u32() : unsaid.flags } };
}

function readDecodeTime(body: Uint8Array | undefined): number {
  if (!body) throw new MediaError("a fragment has no decode time (tfdt)");
  const { version, reader } = fullBox(body, "tfdt");
  return version === 1 ? reader.u64() : reader.u32();
}

function readFrame(
  reader: ByteReader,
  version: number,
  flags: number,
  defaults: FragmentDefaults,
): { duration: number; size: number; flags: number; compositionOffset: number } {
  return {
    duration: flags & 0x100 ? reader.u32() : defaults.duration,
    size: flags & 0x200 ? reader.u32() : defaults.size,
    flags: flags & 0x400 ? reader.u32() : defaults.flags,
    compositionOffset: flags & 0x800 ? (version === 0 ? reader.u32() : reader.s32()) : 0,
  };
}

/** What a stream of fragmented MP4 has brought. */
export type CmafEvent =
  | { readonly type: "init"; readonly init: InitSegment }
  | { readonly type: "frames"; readonly frames: Frame[] };

/** Reads one track's fragmented MP4 as a muxer writes it (ffmpeg's `cmaf+frag_every_frame`), in chunks of any size. */
export class CmafReader {
  readonly #splitter: BoxSplitter;
  #init: InitSegment | undefined;
  #moof: Box | undefined;

  /** `maxBoxBytes` bounds what is held. */
  constructor(maxBoxBytes = 16 * 2 ** 20) {
    this.#splitter = new BoxSplitter(maxBoxBytes);
  }

  push(chunk: Uint8Array): CmafEvent[] {
    const events: CmafEvent[] = [];
    for (const box of this.#splitter.push(chunk)) {
      const event = this.#read(box);
      if (event) events.push(event);
    }
    return events;
  }

  #read(box: Box): CmafEvent | undefined {
    switch (box.type) {
      case "moov":
        this.#init = readMovie(box.body);
        return { type: "init", init: this.#init };
      case "moof":
        if (!this.#init) throw new MediaError("a moof comes before the moov");
        this.#moof = box;
        return undefined;
      case "mdat": {
        const moof = this.#moof;
        if (!moof || !this.#init) throw new MediaError("an mdat comes without a moof before it");
        this.#moof = undefined;
        return { type: "frames", frames: readFragment(moof.bytes, box.bytes, this.#init) };
      }
      default:
        return undefined;
    }
  }
}
