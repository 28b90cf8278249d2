/**
 * The handshake (RTMP 1.0, section 5.2), and the one with digests, which Flash and encoders made after it ask for.
 * The digests are not in Adobe's specification; they are described in the sources of librtmp and others.
 */
import { createHmac, randomBytes } from "node:crypto";
import { ProtocolError } from "./protocol-error.ts";

/** Bytes of C1, C2, S1 and S2. */
export const handshakeBytes = 1536;

/** The one version that is in use. 6 is RTMPE, whose encryption is none. */
const version = 3;

const digestBytes = 32;

/** The second half of both keys. */
const sharedKey = Buffer.from("f0eec24a8068bee82e00d0d1029e7e576eec5d2d29806fab93b8e636cfeb31ae", "hex");
const playerName = Buffer.from("Genuine Adobe Flash Player 001");
const serverName = Buffer.from("Genuine Adobe Flash Media Server 001");
const serverKey = Buffer.concat([serverName, sharedKey]);

/** A digest's place follows from four bytes: at 8 in one form, at 772 in the other. */
const places = [772, 8] as const;

/** The version that a server with digests names: any but 0. */
const serverVersion = Uint8Array.of(4, 5, 0, 1);

/** One side's handshake. */
export interface Handshake {
  /** Whether the peer has sent all of it. */
  readonly done: boolean;
  /**
   * Takes bytes of the peer.
   * @returns what to send, and the bytes that are not part of the handshake any more
   * @throws ProtocolError when it is no RTMP
   */
  receive(bytes: Uint8Array): { readonly send: Uint8Array; readonly rest: Uint8Array };
}

/** Gathers a number of bytes. It never holds more than that. */
class Gathered {
  readonly bytes: Uint8Array;
  #length = 0;

  constructor(length: number) {
    this.bytes = new Uint8Array(length);
  }

  get length(): number {
    return this.#length;
  }

  get full(): boolean {
    return this.#length === this.bytes.length;
  }

  /** @returns the bytes that it did not need */
  add(bytes: Uint8Array): Uint8Array {
    const taken = bytes.subarray(0, this.bytes.length - this.#length);
    this.bytes.set(taken, this.#length);
    this.#length += taken.length;
    return bytes.subarray(taken.length);
  }
}

const nothing = new Uint8Array(0);

/** The server's side. It answers with digests where the client has sent one. */
export class ServerHandshake implements Handshake {
  readonly #first = new Gathered(1 + handshakeBytes);
  readonly #second = new Gathered(handshakeBytes);

  get done(): boolean {
    return this.#second.full;
  }

  receive(bytes: Uint8Array): { send: Uint8Array; rest: Uint8Array } {
    const answered = this.#first.full;
    let rest = this.#first.add(bytes);
    if (this.#first.length > 0 && this.#first.bytes[0] !== version) throw notRtmp(this.#first.bytes[0]);
    if (!this.#first.full) return { send: nothing, rest };
    // What C2 holds is not looked at: encoders send many things.
    rest = this.#second.add(rest);
    return { send: answered ? nothing : answer(this.#first.bytes.subarray(1)), rest };
  }
}

/** The client's side, with no digest. */
export class ClientHandshake implements Handshake {
  readonly #answer = new Gathered(1 + 2 * handshakeBytes);

  /** C0 and C1, which are sent first. */
  static begin(): Uint8Array {
    const bytes = randomBytes(1 + handshakeBytes);
    bytes[0] = version;
    // The time, and the zeros that say that there is no digest.
    bytes.fill(0, 1, 9);
    return bytes;
  }

  get done(): boolean {
    return this.#answer.full;
  }

  receive(bytes: Uint8Array): { send: Uint8Array; rest: Uint8Array } {
    const was = this.done;
    const rest = this.#answer.add(bytes);
    if (this.#answer.length > 0 && this.#answer.bytes[0] !== version) throw notRtmp(this.#answer.bytes[0]);
    const send = !was && this.done ? this.#answer.bytes.slice(1, 1 + handshakeBytes) : nothing;
    return { send, rest };
  }
}

function notRtmp(first: number | undefined): ProtocolError {
  return new ProtocolError(first === 6 ? "RTMPE is not spoken here; use RTMPS" : "what came is not RTMP");
}

/** S0, S1 and S2. */
function answer(c1: Uint8Array): Uint8Array {
  const place = c1.subarray(4, 8).some((byte) => byte !== 0) ? placeOfDigest(c1) : undefined;
  if (place === undefined) return Buffer.concat([Uint8Array.of(version), plainS1(), c1]);
  const s1 = randomBytes(handshakeBytes);
  s1.fill(0, 0, 4);
  s1.set(serverVersion, 4);
  s1.set(digest(s1, digestOffset(s1, place), serverName), digestOffset(s1, place));
  const offset = digestOffset(c1, place);
  const key = createHmac("sha256", serverKey)
    .update(c1.subarray(offset, offset + digestBytes))
    .digest();
  const s2 = randomBytes(handshakeBytes);
  const signed = handshakeBytes - digestBytes;
  s2.set(createHmac("sha256", key).update(s2.subarray(0, signed)).digest(), signed);
  return Buffer.concat([Uint8Array.of(version), s1, s2]);
}

function plainS1(): Uint8Array {
  const bytes = randomBytes(handshakeBytes);
  bytes.fill(0, 0, 8);
  return bytes;
}

/** The form in which a C1 has its digest, undefined where it has none. */
function placeOfDigest(c1: Uint8Array): (typeof places)[number] | undefined {
  return places.find((place) => {
    const offset = digestOffset(c1, place);
    return digest(c1, offset, playerName).equals(c1.subarray(offset, offset + digestBytes));
  });
}

function digestOffset(bytes: Uint8Array, place: number): number {
  const sum = bytes.subarray(place, place + 4).reduce((total, byte) => total + byte, 0);
  return place + 4 + (sum % 728);
}

/** The digest of all bytes but its own. */
function digest(bytes: Uint8Array, offset: number, key: Uint8Array): Buffer {
  const hmac = createHmac("sha256", key);
  return hmac
    .update(bytes.subarray(0, offset))
    .update(bytes.subarray(offset + digestBytes))
    .digest();
}
