import { connect } from "node:net";

/** What came back over one connection. */
export interface RawAnswer {
  /** Statuses in their order; none where the server closed without a word. */
  readonly statuses: readonly number[];
  readonly text: string;
}

const patience = 5000;

/**
 * Sends bytes as they are: an HTTP client would put a path in order first.
 * @param url `http://host:port`
 */
export function sendRaw(url: string, bytes: Buffer): Promise<RawAnswer> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    const socket = connect({ host: hostname, port: Number(port) });
    const end = (): void => {
      const text = Buffer.concat(chunks).toString("latin1");
      const statuses = [...text.matchAll(/^HTTP\/1\.[01] (\d{3}) /gm)].map(([, status]) => Number(status));
      socket.destroy();
      resolve({ statuses, text });
    };
    socket.setTimeout(patience, () =>
      reject(new Error(`no end of the answer to ${JSON.stringify(bytes.toString("latin1").slice(0, 200))}`)),
    );
    socket.on("data", (chunk: Buffer) => chunks.push(chunk));
    socket.on("close", end);
    // A server that refuses early closes while it is written to.
    socket.on("error", end);
    socket.write(bytes);
  });
}
