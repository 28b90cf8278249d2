import { ByteWriter } from "./byte-writer.ts";

/** Writes boxes, each within the one before, and their sizes when they are whole. */
export class BoxWriter extends ByteWriter {
  /** Writes a box of `type` and what `content` writes into it. */
  box(type: string, content: (writer: this) => void): this {
    const at = this.length;
    this.u32(0).text(type);
    content(this);
    this.setU32(at, this.length - at);
    return this;
  }

  /** A box with version and flags. */
  fullBox(type: string, version: number, flags: number, content: (writer: this) => void): this {
    return this.box(type, () => content(this.u8(version).u24(flags)));
  }
}
