/**
 * AMF0, the form of RTMP's commands and metadata (Adobe, "Action Message Format - AMF 0", 2007).
 *
 * What a stranger nests or repeats is bounded: the reader looks at each byte once and makes a bounded number of values.
 */
import { uint32 } from "./integers.ts";
import { ProtocolError } from "./protocol-error.ts";

export type AmfValue = number | boolean | string | null | undefined | Date | AmfObject | readonly AmfValue[];

/** An object or ECMA array. It has no prototype, so that a peer's `__proto__` is a name like any other. */
export interface AmfObject {
  readonly [name: string]: AmfValue;
}

/** Deeper nesting has no use in a command: players' and encoders' objects are two deep. */
const deepest = 8;

/** The values of one message. The largest onMetaData in the field has some 60. */
const mostValues = 512;

const marker = {
  number: 0x00,
  boolean: 0x01,
  string: 0x02,
  object: 0x03,
  null: 0x05,
  undefined: 0x06,
  ecmaArray: 0x08,
  objectEnd: 0x09,
  strictArray: 0x0a,
  date: 0x0b,
  longString: 0x0c,
  unsupported: 0x0d,
  xmlDocument: 0x0f,
  typedObject: 0x10,
} as const;

const utf8 = new TextDecoder();
const toUtf8 = new TextEncoder();

/** Is it an object, and neither an array nor a date? */
export function isAmfObject(value: AmfValue): value is AmfObject {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof Date);
}

/**
 * Reads all values of a message.
 * @throws ProtocolError when the bytes are not AMF0, end too early, nest too deep or hold too many values
 */
export function readAmf(bytes: Uint8Array): AmfValue[] {
  const reader = new AmfReader(bytes);
  const values: AmfValue[] = [];
  while (!reader.ended) values.push(reader.value(0));
  return values;
}

class AmfReader {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  #at = 0;
  #values = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  get ended(): boolean {
    return this.#at >= this.#bytes.length;
  }

  value(depth: number): AmfValue {
    if (depth > deepest) throw new ProtocolError(`AMF nested more than ${deepest} deep`);
    if (++this.#values > mostValues) throw new ProtocolError(`AMF of more than ${mostValues} values`);
    const type = this.#view.getUint8(this.#take(1));
    switch (type) {
      case marker.number:
        return this.#view.getFloat64(this.#take(8));
      case marker.boolean:
        return this.#view.getUint8(this.#take(1)) !== 0;
      case marker.string:
        return this.#text(this.#view.getUint16(this.#take(2)));
      case marker.longString:
      case marker.xmlDocument:
        return this.#text(this.#view.getUint32(this.#take(4)));
      case marker.null:
        return null;
      case marker.undefined:
      case marker.unsupported:
        return undefined;
      case marker.date:
        return this.#date();
      case marker.object:
        return this.#properties(depth);
      case marker.typedObject:
        this.#text(this.#view.getUint16(this.#take(2)));
        return this.#properties(depth);
      case marker.ecmaArray:
        // Its count is a hint alone; encoders write 0.
        this.#take(4);
        return this.#properties(depth);
      case marker.strictArray:
        return this.#array(depth);
      default:
        throw new ProtocolError(`AMF of an unknown type 0x${type.toString(16)}`);
    }
  }

  #date(): Date {
    const milliseconds = this.#view.getFloat64(this.#take(8));
    // The time zone is reserved.
    this.#take(2);
    return new Date(milliseconds);
  }

  #array(depth: number): AmfValue[] {
    const count = this.#view.getUint32(this.#take(4));
    // A value is a byte at least.
    if (count > this.#bytes.length - this.#at) throw new ProtocolError("AMF array longer than its message");
    return Array.from({ length: count }, () => this.value(depth + 1));
  }

  #properties(depth: number): AmfObject {
    const object: Record<string, AmfValue> = Object.create(null);
    // Some encoders leave the end of the last array out.
    while (!this.ended) {
      const name = this.#text(this.#view.getUint16(this.#take(2)));
      if (name === "" && this.#bytes[this.#at] === marker.objectEnd) {
        this.#at++;
        break;
      }
      object[name] = this.value(depth + 1);
    }
    return object;
  }

  #text(length: number): string {
    const start = this.#take(length);
    return utf8.decode(this.#bytes.subarray(start, start + length));
  }

  /** Moves on by so many bytes. @returns where they begin */
  #take(count: number): number {
    const start = this.#at;
    if (count > this.#bytes.length - start) throw new ProtocolError("AMF that ends within a value");
    this.#at += count;
    return start;
  }
}

/** Writes values, one after the other. */
export function writeAmf(...values: readonly AmfValue[]): Uint8Array {
  return Buffer.concat(values.flatMap(bytesOf));
}

function bytesOf(value: AmfValue): Uint8Array[] {
  if (value === null) return [Uint8Array.of(marker.null)];
  if (value === undefined) return [Uint8Array.of(marker.undefined)];
  if (typeof value === "number") return [Uint8Array.of(marker.number), float64(value)];
  if (typeof value === "boolean") return [Uint8Array.of(marker.boolean, value ? 1 : 0)];
  if (typeof value === "string") return bytesOfText(value);
  if (value instanceof Date) return [Uint8Array.of(marker.date), float64(value.getTime()), uint16(0)];
  if (isAmfObject(value)) return bytesOfObject(value);
  return [Uint8Array.of(marker.strictArray), uint32(value.length), ...value.flatMap(bytesOf)];
}

function bytesOfText(text: string): Uint8Array[] {
  const bytes = toUtf8.encode(text);
  if (bytes.length > 0xffff) return [Uint8Array.of(marker.longString), uint32(bytes.length), bytes];
  return [Uint8Array.of(marker.string), uint16(bytes.length), bytes];
}

function bytesOfObject(object: AmfObject): Uint8Array[] {
  const properties = Object.entries(object).flatMap(([name, value]) => {
    const bytes = toUtf8.encode(name);
    return [uint16(bytes.length), bytes, ...bytesOf(value)];
  });
  return [Uint8Array.of(marker.object), ...properties, uint16(0), Uint8Array.of(marker.objectEnd)];
}

function float64(value: number): Uint8Array {
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setFloat64(0, value);
  return bytes;
}

function uint16(value: number): Uint8Array {
  return Uint8Array.of(value >>> 8, value & 0xff);
}
