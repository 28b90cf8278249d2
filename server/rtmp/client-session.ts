/** A publisher's session as the client has it: bytes in, bytes out. It owns no socket. */
import type { AmfObject } from "./amf0.ts";
import { isAmfObject, writeAmf } from "./amf0.ts";
import { ChunkReader } from "./chunk-reader.ts";
import { ChunkWriter, chunkStream } from "./chunk-writer.ts";
import { type Command, commandMessage, readCommand } from "./command.ts";
import { ClientHandshake } from "./handshake.ts";
import { limitsOfPublisher } from "./limits.ts";
import { controlMessage, type Message, messageType, numberAt, userControl, userControlMessage } from "./message.ts";
import { ProtocolError } from "./protocol-error.ts";

/** Where to publish. */
export interface ClientTarget {
  /** The application, with arguments where it has any. */
  readonly app: string;
  /** `rtmp://HOST:PORT/APPLICATION` */
  readonly tcUrl: string;
  /** The stream's name, with arguments where it has any. */
  readonly name: string;
}

export type ClientStep = "handshake" | "connect" | "createStream" | "publish" | "publishing" | "ended";

const transactions = { connect: 1, releaseStream: 2, fcPublish: 3, createStream: 4, publish: 5 } as const;

/** As encoders do: few chunks a frame. */
const sentChunkSize = 4096;

export class ClientSession {
  readonly #target: ClientTarget;
  readonly #handshake = new ClientHandshake();
  readonly #reader = new ChunkReader();
  readonly #writer = new ChunkWriter();
  #step: ClientStep = "handshake";
  #outgoing: Uint8Array[] = [ClientHandshake.begin()];
  #streamId = 0;
  #refusal: string | undefined;

  constructor(target: ClientTarget) {
    this.#target = target;
    this.#reader.limits = limitsOfPublisher(0);
  }

  get step(): ClientStep {
    return this.#step;
  }

  /** Why the server said no: its code and description. */
  get refusal(): string | undefined {
    return this.#refusal;
  }

  /** Takes what is to be sent. */
  takeOutgoing(): readonly Uint8Array[] {
    const taken = this.#outgoing;
    this.#outgoing = [];
    return taken;
  }

  /**
   * Takes bytes of the server.
   * @throws ProtocolError when it speaks no RTMP
   */
  receive(bytes: Uint8Array): void {
    let rest = bytes;
    if (this.#step === "handshake") {
      const { send, rest: after } = this.#handshake.receive(bytes);
      if (send.length > 0) this.#outgoing.push(send);
      rest = after;
      if (this.#handshake.done) this.#connect();
    }
    for (const message of this.#reader.read(rest)) this.#take(message);
  }

  /** Sends a frame, as the body of an FLV tag. @param timestamp milliseconds, taken as of 32 bits */
  sendMedia(kind: "audio" | "video", timestamp: number, payload: Uint8Array): void {
    if (this.#step !== "publishing") throw new ProtocolError(`${kind} before the server accepted the publisher`);
    const message = { type: messageType[kind], timestamp, streamId: this.#streamId, payload };
    this.#outgoing.push(this.#writer.write(message, chunkStream[kind]));
  }

  /** Sends onMetaData. */
  sendMetadata(values: AmfObject): void {
    const payload = writeAmf("@setDataFrame", "onMetaData", values);
    const message = { type: messageType.data, timestamp: 0, streamId: this.#streamId, payload };
    this.#outgoing.push(this.#writer.write(message, chunkStream.data));
  }

  /** Tells the server that the stream ends. */
  end(): void {
    if (this.#step === "publishing") {
      this.#command(commandMessage(0, "FCUnpublish", 0, null, this.#target.name));
      this.#command(commandMessage(0, "deleteStream", 0, null, this.#streamId));
    }
    this.#step = "ended";
  }

  #connect(): void {
    const { app, tcUrl } = this.#target;
    this.#step = "connect";
    const size = controlMessage(messageType.setChunkSize, sentChunkSize);
    this.#outgoing.push(this.#writer.write(size, chunkStream.protocol));
    this.#writer.chunkSize = sentChunkSize;
    const object = { app, type: "nonprivate", flashVer: "FMLE/3.0 (compatible; hls-cloud)", tcUrl };
    this.#command(commandMessage(0, "connect", transactions.connect, object));
  }

  #take(message: Message): void {
    const { type, payload } = message;
    if (type === messageType.userControl && payload[1] === userControl.pingRequest) {
      const pong = userControlMessage(userControl.pingResponse, numberAt(payload, 2) ?? 0);
      this.#outgoing.push(this.#writer.write(pong, chunkStream.protocol));
    }
    if (type === messageType.command || type === messageType.commandAmf3) this.#obey(readCommand(message));
  }

  #obey({ name, transaction, args }: Command): void {
    const [first] = args;
    const information = first !== undefined && isAmfObject(first) ? first : {};
    const isNo = name === "_error" || information["level"] === "error";
    if (isNo && this.#step !== "ended") {
      this.#refusal = `${String(information["code"] ?? name)}: ${String(information["description"] ?? "")}`;
      this.#step = "ended";
    } else if (name === "_result" && transaction === transactions.connect) {
      this.#createStream();
    } else if (name === "_result" && transaction === transactions.createStream && this.#step === "createStream") {
      this.#streamId = typeof first === "number" ? first : 1;
      this.#step = "publish";
      this.#command(commandMessage(this.#streamId, "publish", transactions.publish, null, this.#target.name, "live"));
    } else if (name === "onStatus" && information["code"] === "NetStream.Publish.Start") {
      this.#step = "publishing";
    }
  }

  #createStream(): void {
    const { name } = this.#target;
    this.#step = "createStream";
    this.#command(commandMessage(0, "releaseStream", transactions.releaseStream, null, name));
    this.#command(commandMessage(0, "FCPublish", transactions.fcPublish, null, name));
    this.#command(commandMessage(0, "createStream", transactions.createStream, null));
  }

  #command(message: Message): void {
    this.#outgoing.push(this.#writer.write(message, chunkStream.command));
  }
}
