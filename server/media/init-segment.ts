import { readAacConfiguration } from "./aac.ts";
import { readAvcConfiguration } from "./avc.ts";
import { readSps } from "./avc-sps.ts";
import { BoxWriter } from "./box-writer.ts";

// ISO/IEC 14496-12 (moov), 14496-15, 5.4.2 (avc1), 14496-14, 5.6 (mp4a, esds), 23000-19 (CMAF), 7.3.

/** What one track of a CMAF set is. */
export type TrackFormat =
  | {
      readonly kind: "video";
      /** Ticks a second: 90000. */
      readonly timescale: number;
      /** An avcC. */
      readonly configuration: Uint8Array;
    }
  | {
      readonly kind: "audio";
      /** Ticks a second: the core's samples a second. */
      readonly timescale: number;
      /** An AudioSpecificConfig. */
      readonly configuration: Uint8Array;
    };

/** Every file holds one track, and this is its id. */
export const trackId = 1;

/** Of a frame that is no keyframe (8.8.3.1): depends on others, no sync sample. */
export const dependentFlags = 0x01010000;
export const keyframeFlags = 0x02000000;

/** ftyp and moov of one track. The same format gives the same bytes. */
export function writeInitSegment(track: TrackFormat): Uint8Array {
  const writer = new BoxWriter(1024);
  writer.box("ftyp", (box) => box.text("iso6").u32(0).text("iso6").text("cmfc").text("dash"));
  writer.box("moov", (moov) => {
    writeMovieHeader(moov, track.timescale);
    moov.box("trak", () => writeTrack(moov, track));
    moov.box("mvex", () =>
      moov.fullBox("trex", 0, 0, (trex) =>
        trex
          .u32(trackId)
          .u32(1)
          .u32(0)
          .u32(0)
          .u32(track.kind === "audio" ? keyframeFlags : dependentFlags),
      ),
    );
  });
  return writer.finish();
}

function writeMovieHeader(writer: BoxWriter, timescale: number): void {
  writer.fullBox("mvhd", 0, 0, (box) => {
    box.u32(0).u32(0).u32(timescale).u32(0);
    box.u32(0x00010000).u16(0x0100).zeros(10);
    writeMatrix(box);
    box.zeros(24).u32(trackId + 1);
  });
}

function writeMatrix(writer: BoxWriter): void {
  for (const value of [0x00010000, 0, 0, 0, 0x00010000, 0, 0, 0, 0x40000000]) writer.u32(value);
}

function writeTrack(writer: BoxWriter, track: TrackFormat): void {
  const picture = track.kind === "video" ? pictureOf(track.configuration) : undefined;
  // Enabled, in movie, in preview.
  writer.fullBox("tkhd", 0, 7, (box) => {
    box.u32(0).u32(0).u32(trackId).u32(0).u32(0);
    box.zeros(8).u16(0).u16(0);
    box.u16(track.kind === "audio" ? 0x0100 : 0).u16(0);
    writeMatrix(box);
    box.u32(Math.round((picture?.shownWidth ?? 0) * 65536)).u32((picture?.height ?? 0) * 65536);
  });
  writer.box("mdia", () => {
    // 0x55c4: "und", undetermined.
    writer.fullBox("mdhd", 0, 0, (box) => box.u32(0).u32(0).u32(track.timescale).u32(0).u16(0x55c4).u16(0));
    const [handler, name] = track.kind === "video" ? ["vide", "video"] : ["soun", "audio"];
    writer.fullBox("hdlr", 0, 0, (box) => box.u32(0).text(handler).zeros(12).text(name).u8(0));
    writer.box("minf", () => {
      if (track.kind === "video") writer.fullBox("vmhd", 0, 1, (box) => box.zeros(8));
      else writer.fullBox("smhd", 0, 0, (box) => box.zeros(4));
      writer.box("dinf", () => writer.fullBox("dref", 0, 0, (box) => box.u32(1).fullBox("url ", 0, 1, () => {})));
      writer.box("stbl", () => {
        writer.fullBox("stsd", 0, 0, (box) => {
          box.u32(1);
          if (picture) writeAvcEntry(box, track.configuration, picture);
          else writeAacEntry(box, track.configuration);
        });
        // No samples here: they are in the fragments.
        for (const type of ["stts", "stsc"]) writer.fullBox(type, 0, 0, (box) => box.u32(0));
        writer.fullBox("stsz", 0, 0, (box) => box.u32(0).u32(0));
        writer.fullBox("stco", 0, 0, (box) => box.u32(0));
      });
    });
  });
}

interface Picture {
  readonly width: number;
  readonly height: number;
  /** With the shape of its pixels. */
  readonly shownWidth: number;
  readonly pixelAspect: readonly [number, number];
}

function pictureOf(avcC: Uint8Array): Picture {
  const [unit] = readAvcConfiguration(avcC).sps;
  const sps = readSps(unit ?? new Uint8Array(0));
  const [horizontal, vertical] = sps.pixelAspect;
  // 16.16 holds no more.
  const shownWidth = Math.min(65535, (sps.width * horizontal) / vertical);
  return {
    width: Math.min(65535, sps.width),
    height: Math.min(65535, sps.height),
    shownWidth,
    pixelAspect: sps.pixelAspect,
  };
}

function writeAvcEntry(writer: BoxWriter, avcC: Uint8Array, picture: Picture): void {
  writer.box("avc1", (box) => {
    box.zeros(6).u16(1).zeros(16).u16(picture.width).u16(picture.height);
    // 72 dpi, one frame a sample, no name, 24 bits.
    box.u32(0x00480000).u32(0x00480000).u32(0).u16(1).zeros(32).u16(0x18).u16(0xffff);
    box.box("avcC", () => box.bytes(avcC));
    const [horizontal, vertical] = picture.pixelAspect;
    if (horizontal !== vertical) box.box("pasp", () => box.u32(horizontal).u32(vertical));
  });
}

function writeAacEntry(writer: BoxWriter, configuration: Uint8Array): void {
  const { channels, sampleRate } = readAacConfiguration(configuration);
  writer.box("mp4a", (box) => {
    box.zeros(6).u16(1).zeros(8).u16(channels).u16(16).u32(0);
    box.u32(sampleRate < 65536 ? sampleRate * 65536 : 0);
    box.fullBox("esds", 0, 0, () => writeDescriptors(box, configuration));
  });
}

/** ISO/IEC 14496-1, 7.2.6. Lengths take one byte up to 127. */
function writeDescriptors(writer: BoxWriter, configuration: Uint8Array): void {
  const size = configuration.length;
  const length = (value: number): BoxWriter => writer.u8(0x80 | (value >> 7)).u8(value & 0x7f);
  writer.u8(3);
  length(3 + 3 + 13 + 3 + size + 3)
    .u16(0)
    .u8(0);
  writer.u8(4);
  // MPEG-4 audio, an audio stream; no buffer size and no rates are promised.
  length(13 + 3 + size)
    .u8(0x40)
    .u8(0x15)
    .u24(0)
    .u32(0)
    .u32(0);
  writer.u8(5);
  length(size).bytes(configuration);
  writer.u8(6);
  length(1).u8(2);
}
