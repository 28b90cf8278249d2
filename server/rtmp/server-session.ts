/**
 * A publisher's session as the server has it: bytes in, events and bytes out. It owns no socket and no clock, so that
 * who does can bound its time, and every test can send it anything.
 */
import { type PublishAddress, readAddress } from "./address.ts";
import { splitAggregate } from "./aggregate.ts";
import { type AmfObject, type AmfValue, isAmfObject, readAmf } from "./amf0.ts";
import { ChunkReader } from "./chunk-reader.ts";
import { ChunkWriter, chunkStream } from "./chunk-writer.ts";
import { amf0Of, type Command, commandMessage, readCommand, statusMessage } from "./command.ts";
import { ServerHandshake } from "./handshake.ts";
import { messagesBeforeLogin, type SessionLimits } from "./limits.ts";
import {
  controlMessage,
  type Message,
  messageType,
  numberAt,
  peerBandwidthMessage,
  userControl,
  userControlMessage,
} from "./message.ts";
import { ProtocolError } from "./protocol-error.ts";

/** How far a session is. Each has a deadline, which the owner of the session keeps. */
export type SessionStep = "handshake" | "connect" | "publish" | "decision" | "publishing" | "ended";

/** What a session tells its owner. */
export type SessionEvent =
  | { readonly kind: "connected"; readonly application: string; readonly encoder: string }
  /** Somebody asks to publish: answer with accept() or refuse(). */
  | { readonly kind: "publish"; readonly address: PublishAddress }
  | { readonly kind: "audio" | "video"; readonly timestamp: number; readonly payload: Uint8Array }
  | { readonly kind: "metadata"; readonly values: AmfObject }
  /** The publisher said that it ends. */
  | { readonly kind: "end" };

/** Bytes after which each side acknowledges, as servers tell it. */
const windowBytes = 2_500_000;

/** Few chunks a message, and short waits for what is between them. */
const sentChunkSize = 4096;

/** The one message stream that a session may have. */
const streamId = 1;

/** Longest text of the peer that goes on to a log. */
const longestText = 64;

export class ServerSession {
  readonly #handshake = new ServerHandshake();
  readonly #reader = new ChunkReader();
  readonly #writer = new ChunkWriter();
  #step: SessionStep = "handshake";
  #outgoing: Uint8Array[] = [];
  #messages = 0;
  #app = "";
  #tcUrl = "";
  #expectsFcPublish = false;
  #receivedBytes = 0;
  #acknowledgedBytes = 0;
  #peerWindow = windowBytes;

  get step(): SessionStep {
    return this.#step;
  }

  /** Bytes that came from the peer. */
  get receivedBytes(): number {
    return this.#receivedBytes;
  }

  /** Bytes that are kept of messages under way. */
  get heldBytes(): number {
    return this.#reader.heldBytes;
  }

  /** Chunks that came without the extended timestamp that they should repeat: the log may name the encoder's fault. */
  get bareContinuations(): number {
    return this.#reader.bareContinuations;
  }

  /** Takes what is to be sent. Who does not read gets no more either: stop receiving until the socket has drained. */
  takeOutgoing(): readonly Uint8Array[] {
    const taken = this.#outgoing;
    this.#outgoing = [];
    return taken;
  }

  /**
   * Takes bytes of the peer.
   * @returns what they mean, in their order
   * @throws ProtocolError when they break the protocol or a bound; the session is ended then
   */
  receive(bytes: Uint8Array): SessionEvent[] {
    if (this.#step === "ended") return [];
    this.#receivedBytes += bytes.length;
    try {
      const events: SessionEvent[] = [];
      for (const message of this.#reader.read(this.#shakeHands(bytes))) {
        events.push(...this.#take(message));
        if (this.#ended) break;
      }
      this.#acknowledge();
      return events;
    } catch (error) {
      this.#step = "ended";
      throw error;
    }
  }

  /**
   * Lets the publisher publish.
   * @param limits what it may take from here on
   */
  accept(limits: SessionLimits): void {
    if (this.#step !== "decision") return;
    this.#reader.limits = limits;
    this.#step = "publishing";
    this.#send(userControlMessage(userControl.streamBegin, streamId));
    // Flash Media Live Encoder waits for both.
    if (this.#expectsFcPublish) {
      const information = { code: "NetStream.Publish.Start", description: "Published." };
      this.#send(commandMessage(0, "onFCPublish", 0, null, information));
    }
    this.#send(statusMessage(streamId, "status", "NetStream.Publish.Start", "Published."));
  }

  /**
   * Refuses to let it publish, or ends it, in words that encoders show. Send them, then close the connection.
   * @param code such as `NetStream.Publish.BadName`
   */
  refuse(code: string, description: string): void {
    if (this.#step === "ended") return;
    const isRequest = this.#step === "connect" || this.#step === "handshake";
    if (isRequest) this.#send(commandMessage(0, "_error", 1, null, { level: "error", code, description }));
    else this.#send(statusMessage(streamId, "error", code, description));
    this.#step = "ended";
  }

  /** Asks whether the peer is still there. @param milliseconds of any clock */
  ping(milliseconds: number): void {
    this.#send(userControlMessage(userControl.pingRequest, milliseconds >>> 0));
  }

  get #ended(): boolean {
    return this.#step === "ended";
  }

  /** @returns the bytes after the handshake */
  #shakeHands(bytes: Uint8Array): Uint8Array {
    if (this.#step !== "handshake") return bytes;
    const { send, rest } = this.#handshake.receive(bytes);
    if (send.length > 0) this.#outgoing.push(send);
    if (this.#handshake.done) this.#step = "connect";
    return rest;
  }

  #take(message: Message): SessionEvent[] {
    // While the decision is awaited, encoders that do not wait send media.
    const isEarly = this.#step === "connect" || this.#step === "publish";
    if (isEarly && ++this.#messages > messagesBeforeLogin) {
      throw new ProtocolError(`more than ${messagesBeforeLogin} messages before it published`);
    }
    switch (message.type) {
      case messageType.windowAcknowledgementSize:
        this.#peerWindow = Math.max(1, numberAt(message.payload, 0) ?? windowBytes);
        return [];
      case messageType.userControl:
        this.#answerPing(message.payload);
        return [];
      case messageType.command:
      case messageType.commandAmf3:
        return this.#obey(readCommand(message));
      case messageType.audio:
      case messageType.video:
      case messageType.data:
      case messageType.dataAmf3:
      case messageType.aggregate:
        return this.#takeMedia(message);
      default:
        // Acknowledgements, what concerns chunks, shared objects: nothing to do.
        return [];
    }
  }

  #takeMedia(message: Message): SessionEvent[] {
    // Encoders that do not wait for the answer send what is theirs; the answer may be no.
    if (this.#step === "decision") return [];
    if (this.#step !== "publishing") throw new ProtocolError("media or data before it published");
    const { type, timestamp, payload } = message;
    if (type === messageType.audio) return [{ kind: "audio", timestamp, payload }];
    if (type === messageType.video) return [{ kind: "video", timestamp, payload }];
    if (type === messageType.aggregate) return [...splitAggregate(message)].flatMap((each) => this.#takeMedia(each));
    if (type === messageType.data || type === messageType.dataAmf3) return metadata(amf0Of(type, payload));
    return [];
  }

  #obey(command: Command): SessionEvent[] {
    const { name, transaction } = command;
    if (this.#step === "connect") {
      if (name !== "connect") throw new ProtocolError(`${shown(name)} before connect`);
      return this.#connect(command);
    }
    switch (name) {
      case "connect":
        throw new ProtocolError("connect a second time");
      case "releaseStream":
        this.#send(commandMessage(0, "_result", transaction, null, undefined));
        return [];
      case "FCPublish":
        this.#expectsFcPublish = true;
        this.#send(commandMessage(0, "_result", transaction, null, undefined));
        return [];
      case "createStream":
        this.#send(commandMessage(0, "_result", transaction, null, streamId));
        return [];
      case "publish":
        return this.#publish(command);
      case "play":
      case "play2":
        this.refuse("NetStream.Play.Failed", "Nothing is played over RTMP here; play HLS or DASH.");
        return [];
      case "FCUnpublish":
      case "deleteStream":
      case "closeStream":
        if (this.#step !== "publishing") return [];
        this.#step = "ended";
        return [{ kind: "end" }];
      default:
        return [];
    }
  }

  #connect({ object, transaction }: Command): SessionEvent[] {
    this.#app = textOf(object["app"]);
    this.#tcUrl = textOf(object["tcUrl"]);
    this.#send(controlMessage(messageType.windowAcknowledgementSize, windowBytes));
    this.#send(peerBandwidthMessage(windowBytes));
    this.#send(controlMessage(messageType.setChunkSize, sentChunkSize));
    this.#writer.chunkSize = sentChunkSize;
    const server = { fmsVer: "FMS/3,5,7,7009", capabilities: 31, mode: 1 };
    const code = "NetConnection.Connect.Success";
    const information = { level: "status", code, description: "Connected.", objectEncoding: 0 };
    this.#send(commandMessage(0, "_result", transaction, server, information));
    this.#step = "publish";
    const { application } = readAddress(this.#app, "", "");
    return [{ kind: "connected", application: shown(application), encoder: shown(textOf(object["flashVer"])) }];
  }

  #publish({ args }: Command): SessionEvent[] {
    if (this.#step !== "publish") throw new ProtocolError("publish a second time");
    this.#step = "decision";
    return [{ kind: "publish", address: readAddress(this.#app, this.#tcUrl, textOf(args[0])) }];
  }

  #answerPing(payload: Uint8Array): void {
    const time = numberAt(payload, 2);
    if (payload[0] !== 0 || payload[1] !== userControl.pingRequest || time === undefined) return;
    this.#send(userControlMessage(userControl.pingResponse, time));
  }

  /** Tells the peer what came, each time its window is full: some stop sending otherwise (RTMP 1.0, section 5.4.3). */
  #acknowledge(): void {
    if (this.#receivedBytes - this.#acknowledgedBytes < this.#peerWindow) return;
    this.#acknowledgedBytes = this.#receivedBytes;
    // Of 32 bits: it wraps.
    this.#send(controlMessage(messageType.acknowledgement, this.#receivedBytes % 0x100000000));
  }

  #send(message: Message): void {
    const isCommand = message.type === messageType.command;
    this.#outgoing.push(this.#writer.write(message, isCommand ? chunkStream.command : chunkStream.protocol));
  }
}

/** `@setDataFrame` with onMetaData in it, or onMetaData itself. Other data is nothing that is used. */
function metadata(payload: Uint8Array): SessionEvent[] {
  const values = readAmf(payload);
  const [name, ...rest] = values[0] === "@setDataFrame" ? values.slice(1) : values;
  const [object] = rest;
  if (name !== "onMetaData" || object === undefined || !isAmfObject(object)) return [];
  return [{ kind: "metadata", values: object }];
}

function textOf(value: AmfValue): string {
  return typeof value === "string" ? value : "";
}

/** What a peer wrote, as a log may have it: short, and in one line. */
function shown(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not reach a log
  const plain = text.slice(0, longestText).replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]/g, "?");
  return text.length > longestText ? `${plain}...` : plain;
}
