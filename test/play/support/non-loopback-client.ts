import { connect, createServer, type Socket } from "node:net";
import { onTestFinished } from "vitest";

/** An address of this machine that nginx does not take for its own. */
const nonLoopbackAddress = "127.0.0.2";

/**
 * Opens a way to a server for somebody who does not come from 127.0.0.1, until the test ends.
 * @param serverUrl `rtmp://host:port`
 * @returns the URL to use instead
 */
export async function throughNonLoopbackClient(serverUrl: string): Promise<string> {
  const { hostname, port } = new URL(serverUrl);
  const sockets = new Set<Socket>();
  const relay = createServer((near) => {
    const far = connect({ host: hostname, port: Number(port), localAddress: nonLoopbackAddress });
    for (const socket of [near, far]) {
      sockets.add(socket);
      socket.on("error", () => {
        near.destroy();
        far.destroy();
      });
    }
    near.pipe(far).pipe(near);
  });
  await new Promise<void>((resolve) => relay.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    relay.close();
  });
  return `rtmp://127.0.0.1:${(relay.address() as { port: number }).port}`;
}
