import { createHmac, randomBytes } from "node:crypto";
import { describe, expect, it } from "vitest";
import { readAddress } from "../../../server/rtmp/address.ts";
import { ChunkWriter } from "../../../server/rtmp/chunk-writer.ts";
import { commandMessage } from "../../../server/rtmp/command.ts";
import { ServerHandshake } from "../../../server/rtmp/handshake.ts";
import {
  ClientSession,
  limitsOfPublisher,
  ProtocolError,
  ServerSession,
  type SessionEvent,
  writeAmf,
} from "../../../server/rtmp/index.ts";
import { controlMessage, type Message, messageType, userControlMessage } from "../../../server/rtmp/message.ts";

const target = { app: "live", tcUrl: "rtmp://127.0.0.1/live", name: "news?key=secret" };

/** Lets both sides talk until neither has anything to say. */
function talk(client: ClientSession, server: ServerSession): SessionEvent[] {
  const events: SessionEvent[] = [];
  for (;;) {
    const sent = client.takeOutgoing();
    for (const bytes of sent) events.push(...server.receive(bytes));
    const answered = server.takeOutgoing();
    for (const bytes of answered) client.receive(bytes);
    if (sent.length + answered.length === 0) return events;
  }
}

/** A server that has shaken hands, and what sends it messages. */
function stranger(): { server: ServerSession; send: (message: Message, id?: number) => SessionEvent[] } {
  const server = new ServerSession();
  const writer = new ChunkWriter();
  server.receive(new Uint8Array(1 + 2 * 1536).fill(3, 0, 1));
  server.takeOutgoing();
  return { server, send: (message, id = 3) => server.receive(writer.write(message, id)) };
}

const connect = commandMessage(0, "connect", 1, { app: "live", tcUrl: "rtmp://h/live", flashVer: "test" });
const publish = commandMessage(1, "publish", 5, null, "news", "live");
const audio: Message = { type: messageType.audio, timestamp: 7, streamId: 1, payload: Uint8Array.of(0xaf, 1, 2) };

describe("a publisher", () => {
  it("is asked for, accepted, heard and ended", () => {
    const client = new ClientSession(target);
    const server = new ServerSession();
    expect(talk(client, server)).toEqual([
      { kind: "connected", application: "live", encoder: "FMLE/3.0 (compatible; hls-cloud)" },
      { kind: "publish", address: { application: "live", name: "news", args: { key: "secret" } } },
    ]);
    expect([server.step, client.step]).toEqual(["decision", "publish"]);
    server.accept(limitsOfPublisher(1e6));
    expect(talk(client, server)).toEqual([]);
    expect([server.step, client.step]).toEqual(["publishing", "publishing"]);
    client.sendMetadata({ width: 320 });
    client.sendMedia("video", 2 ** 32 - 1, new Uint8Array(50_000).fill(9));
    client.sendMedia("audio", 0x1000000, Uint8Array.of(1, 2));
    const [metadata, video, sound] = talk(client, server);
    expect(metadata).toEqual({ kind: "metadata", values: { width: 320 } });
    expect(video).toMatchObject({ kind: "video", timestamp: 2 ** 32 - 1 });
    expect(video && "payload" in video && video.payload.length).toBe(50_000);
    expect(sound).toMatchObject({ kind: "audio", timestamp: 0x1000000 });
    client.end();
    expect(talk(client, server)).toEqual([{ kind: "end" }]);
    expect(server.step).toBe("ended");
  });

  it("is refused in words", () => {
    const client = new ClientSession(target);
    const server = new ServerSession();
    talk(client, server);
    server.refuse("NetStream.Publish.BadName", "The key is wrong.");
    talk(client, server);
    expect(client.refusal).toBe("NetStream.Publish.BadName: The key is wrong.");
    expect([server.step, client.step]).toEqual(["ended", "ended"]);
  });

  it("who pings is answered", () => {
    const { server, send } = stranger();
    send(connect);
    server.takeOutgoing();
    send(userControlMessage(6, 1234), 2);
    expect(Buffer.concat(server.takeOutgoing()).subarray(-6)).toEqual(Buffer.from([0, 7, 0, 0, 4, 210]));
  });

  it("who asks for acknowledgements gets them", () => {
    const { server, send } = stranger();
    send(controlMessage(messageType.windowAcknowledgementSize, 1000), 2);
    send(connect);
    const sent = Buffer.concat(server.takeOutgoing());
    expect(sent.includes(Buffer.from([0, 0, 4, messageType.acknowledgement, 0, 0, 0, 0]))).toBe(true);
  });

  it("of AMF3 commands is understood", () => {
    const { server, send } = stranger();
    const payload = Buffer.concat([Uint8Array.of(0), connect.payload]);
    expect(send({ ...connect, type: messageType.commandAmf3, payload })).toMatchObject([{ kind: "connected" }]);
    expect(server.step).toBe("publish");
  });

  it("may send FLV tags in one message", () => {
    const { server, send } = stranger();
    send(connect);
    send(publish);
    server.accept(limitsOfPublisher(1e6));
    const tag = (type: number, time: number, byte: number): number[] => [
      ...[type, 0, 0, 1, 0, 0, time, 0, 0, 0, 0, byte],
      ...[0, 0, 0, 12],
    ];
    const payload = Uint8Array.from([...tag(8, 50, 1), ...tag(9, 73, 2), ...tag(22, 80, 3)]);
    expect(send({ type: messageType.aggregate, timestamp: 1000, streamId: 1, payload })).toMatchObject([
      { kind: "audio", timestamp: 1000 },
      { kind: "video", timestamp: 1023 },
    ]);
  });
});

describe("the handshake", () => {
  const genuine = Buffer.from("f0eec24a8068bee82e00d0d1029e7e576eec5d2d29806fab93b8e636cfeb31ae", "hex");
  const hmac = (key: Uint8Array, ...data: readonly Uint8Array[]): Buffer => {
    const made = createHmac("sha256", key);
    for (const each of data) made.update(each);
    return made.digest();
  };
  const offsetAt = (bytes: Uint8Array, place: number): number =>
    place + 4 + (bytes.subarray(place, place + 4).reduce((sum, byte) => sum + byte, 0) % 728);

  it("with no digest answers with what the client sent", () => {
    const c1 = randomBytes(1536).fill(0, 4, 8);
    const { send } = new ServerHandshake().receive(Buffer.concat([Uint8Array.of(3), c1]));
    expect(send).toHaveLength(1 + 2 * 1536);
    expect(send.subarray(1 + 1536)).toEqual(c1);
  });

  it.each([8, 772])("with a digest at %i is signed as Flash asks for it", (place) => {
    const c1 = randomBytes(1536);
    c1.set([9, 0, 124, 2], 4);
    const offset = offsetAt(c1, place);
    const key = Buffer.from("Genuine Adobe Flash Player 001");
    const digest = hmac(key, c1.subarray(0, offset), c1.subarray(offset + 32));
    c1.set(digest, offset);
    const { send } = new ServerHandshake().receive(Buffer.concat([Uint8Array.of(3), c1]));
    const [s1, s2] = [send.subarray(1, 1537), send.subarray(1537)];
    const at = offsetAt(s1, place);
    const serverName = Buffer.from("Genuine Adobe Flash Media Server 001");
    expect(Buffer.from(s1.subarray(at, at + 32))).toEqual(hmac(serverName, s1.subarray(0, at), s1.subarray(at + 32)));
    const signing = hmac(Buffer.concat([serverName, genuine]), digest);
    expect(Buffer.from(s2.subarray(-32))).toEqual(hmac(signing, s2.subarray(0, -32)));
  });

  it.each<[string, string]>([
    ["HTTP", "GET / HTTP/1.1\r\n"],
    ["TLS", "\u0016\u0003\u0001"],
    ["RTMPE", "\u0006"],
  ])("of %s is refused at its first byte", (_, text) => {
    expect(() => new ServerSession().receive(Buffer.from(text))).toThrow(ProtocolError);
  });
});

describe("a stranger is ended", () => {
  it.each<[string, Message[]]>([
    ["who sends metadata before connect", [{ ...audio, type: messageType.data, payload: writeAmf("onMetaData") }]],
    ["who publishes before connect", [publish]],
    ["who sends media before publish", [connect, audio]],
    ["who connects twice", [connect, connect]],
    ["who publishes twice", [connect, publish, publish]],
    ["whose command nests", [{ ...connect, payload: new Uint8Array(16_000).map((_, i) => [3, 0, 1, 97][i % 4] ?? 0) }]],
    ["whose command has no name", [{ ...connect, payload: writeAmf(1) }]],
    ["who never publishes", [connect, ...Array.from({ length: 70 }, () => userControlMessage(7, 1))]],
  ])("%s", (_, messages) => {
    const { server, send } = stranger();
    expect(() => {
      for (const message of messages) send(message);
    }).toThrow(ProtocolError);
    expect(server.step).toBe("ended");
    expect(send(connect)).toEqual([]);
  });

  it("who plays, in words", () => {
    const { server, send } = stranger();
    send(connect);
    server.takeOutgoing();
    send(commandMessage(1, "play", 0, null, "news"));
    expect(Buffer.concat(server.takeOutgoing()).toString("latin1")).toContain("play HLS or DASH");
    expect(server.step).toBe("ended");
  });

  it("and nobody reads a line of their making in the log", () => {
    const { send } = stranger();
    const object = { app: `li\nve${"x".repeat(500)}`, flashVer: "a\u0000b\u2028c" };
    const [event] = send(commandMessage(0, "connect", 1, object));
    expect(event).toMatchObject({ encoder: "a?b?c" });
    expect(event && "application" in event && event.application).toMatch(/^li\?vex+\.\.\.$/);
  });
});

describe("an address", () => {
  it.each<[string, string, string, string, string, Record<string, string>]>([
    ["live", "", "news", "live", "news", {}],
    ["live/", "", "news", "live", "news", {}],
    ["live/_definst_", "", "news", "live", "news", {}],
    ["live", "", "_definst_/news", "live", "news", {}],
    ["live", "", "news?key=a&b=c", "live", "news", { key: "a", b: "c" }],
    ["live?key=a", "", "news", "live", "news", { key: "a" }],
    ["live", "rtmp://h/live?key=a", "news", "live", "news", { key: "a" }],
    ["live?key=a", "rtmp://h/live?key=a", "news?key=b", "live", "news", { key: "b" }],
    ["live/folder", "", "news", "live", "folder/news", {}],
    ["", "", "", "", "", {}],
  ])("of %j, %j and %j is %s / %s", (app, tcUrl, streamName, application, name, args) => {
    const address = readAddress(app, tcUrl, streamName);
    expect({ ...address, args: { ...address.args } }).toEqual({ application, name, args });
  });
});
