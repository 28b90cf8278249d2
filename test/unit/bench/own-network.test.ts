import { execa } from "execa";
import { expect, test } from "vitest";
import { ethernetMtu, inOwnNetwork, mayHaveOwnNetwork } from "../../../harness/bench/own-network.ts";

test("a program has a network of its own: a loopback that is up, with packets of an Ethernet, and nothing else", async () => {
  expect(await mayHaveOwnNetwork()).toBe(true);
  const { stdout } = await execa(...split(inOwnNetwork("ip", ["-oneline", "link", "show", "up"])));
  expect(stdout.split("\n")).toEqual([expect.stringMatching(new RegExp(`^1: lo: .* mtu ${ethernetMtu} `))]);
});

function split([program, ...args]: [string, ...string[]]): [string, string[]] {
  return [program, args];
}
