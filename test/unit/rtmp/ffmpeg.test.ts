/** A real encoder against the server's session. */
import { createServer } from "node:net";
import { execa } from "execa";
import { describe, expect, it } from "vitest";
import { limitsOfPublisher, ServerSession, type SessionEvent } from "../../../server/rtmp/index.ts";

/** A door for one publisher after the other. */
async function door(decide: (server: ServerSession) => void): Promise<{
  readonly port: number;
  readonly events: SessionEvent[];
  [Symbol.asyncDispose](): Promise<void>;
}> {
  const events: SessionEvent[] = [];
  const listener = createServer((socket) => {
    const session = new ServerSession();
    socket.on("error", () => {});
    socket.on("data", (bytes) => {
      events.push(...session.receive(bytes));
      if (session.step === "decision") decide(session);
      for (const each of session.takeOutgoing()) socket.write(each);
      if (session.step === "ended") socket.end();
    });
  });
  await new Promise<void>((settle) => listener.listen(0, "127.0.0.1", settle));
  const address = listener.address();
  const port = typeof address === "object" && address ? address.port : 0;
  return {
    port,
    events,
    [Symbol.asyncDispose]: () => new Promise((settle) => listener.close(() => settle())),
  };
}

const source = ["-f", "lavfi", "-i", "testsrc2=s=160x90:r=25", "-f", "lavfi", "-i", "sine", "-t", "2"];
const encoding = ["-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", "-c:a", "aac", "-f", "flv"];
const ffmpeg = (url: string): Promise<{ readonly exitCode?: number; readonly stderr: string }> =>
  execa("ffmpeg", ["-hide_banner", "-nostdin", ...source, ...encoding, url], { reject: false, timeout: 20_000 });

describe("ffmpeg", () => {
  it("publishes every frame of two seconds, with metadata, and ends", async () => {
    await using served = await door((session) => session.accept(limitsOfPublisher(1e6)));
    const { exitCode, stderr } = await ffmpeg(`rtmp://127.0.0.1:${served.port}/live/news?key=a`);
    expect(exitCode, stderr).toBe(0);
    const of = (kind: string): SessionEvent[] => served.events.filter((event) => event.kind === kind);
    expect(of("publish")).toMatchObject([{ address: { application: "live", name: "news", args: { key: "a" } } }]);
    expect(of("metadata")).toMatchObject([{ values: { width: 160, height: 90, framerate: 25 } }]);
    // A header and fifty frames, and the mark of the end that some versions send.
    expect(of("video").length).toBeGreaterThanOrEqual(51);
    expect(of("video").length).toBeLessThanOrEqual(53);
    expect(of("audio").length).toBeGreaterThan(80);
    expect(of("end")).toHaveLength(1);
    const times = of("video").map((event) => ("timestamp" in event ? event.timestamp : 0));
    expect(times).toEqual(times.toSorted((a, b) => a - b));
  });

  it("that is refused fails", async () => {
    await using served = await door((session) => session.refuse("NetStream.Publish.BadName", "The key is wrong."));
    const { exitCode, stderr } = await ffmpeg(`rtmp://127.0.0.1:${served.port}/live/news`);
    expect(exitCode).not.toBe(0);
    expect(stderr).toContain("The key is wrong.");
  });
});
