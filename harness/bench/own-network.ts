/**
 * A network of its own for what is measured: a loopback whose packets are as large as those of an Ethernet. In packets
 * of 64 KB, as loopback has them, a file whose bytes do not begin a page of memory, such as one of nginx's cache, takes
 * twice the time; a network between two machines does not know that.
 */
import { execa } from "execa";
import { ensureSystem } from "../../scripts/bootstrap/system.mjs";
import system from "../../scripts/system.json" with { type: "json" };
import { projectRoot } from "../core/index.ts";

/** Bytes of a packet (IEEE 802.3). */
export const ethernetMtu = 1500;

/**
 * A command line that runs a program there. It ends with the program.
 * @param program its path
 */
export function inOwnNetwork(program: string, args: readonly string[]): [string, ...string[]] {
  const rights = process.getuid?.() === 0 ? [] : ["--user", "--map-current-user", "--keep-caps"];
  const start = `ip link set lo mtu ${ethernetMtu} up; exec "$@"`;
  return ["unshare", "--net", ...rights, "/bin/sh", "-euc", start, "sh", program, ...args];
}

/** Whether this system permits it: in a container it may not. On Debian as root, what it takes is installed first. */
export async function mayHaveOwnNetwork(): Promise<boolean> {
  await ensureSystem(projectRoot, system.bench);
  const [program, ...args] = inOwnNetwork("true", []);
  const { failed } = await execa(program, args, { reject: false });
  return !failed;
}
