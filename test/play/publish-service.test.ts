import { createSocket } from "node:dgram";
import { readFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import { createServer as createTlsServer } from "node:https";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { execa } from "execa";
import { afterAll, beforeAll, expect, test } from "vitest";
import { patienceFactor } from "../../harness/core/index.ts";
import { type LocalService, startLocalService } from "../../harness/local/index.ts";
import { clipSource } from "../../harness/stream/index.ts";
import { publishDuringTest, waitForEnd, waitForLine, waitForSegments } from "./support/streams.ts";

const copyOnly = ["ladder[0].name=src", "ladder[0].copy=true", "ladder[0].maxBitrate=6000k", "hls.fragment=1"];
const host = "keys.example.com";

/** What the user's service was asked, and how it answers. */
const questions: URLSearchParams[] = [];
const answers: Record<string, number> = {};
const servers: Server[] = [];
const names = createSocket("udp4");

let address = "127.0.0.1";
let service: LocalService;
let source: string;

/** The user's service at an address of this machine. Where no port is given, a free one. */
async function startKeyService(at: string, port = 0): Promise<number> {
  const server = createServer((request, response) => {
    let body = "";
    request.on("data", (chunk: Buffer) => {
      body += chunk.toString();
    });
    request.on("end", () => {
      const question = new URLSearchParams(body);
      question.set("asked", `${request.method} ${request.headers.host} ${request.url} ${at}`);
      questions.push(question);
      const status = answers[question.get("name") ?? ""] ?? 200;
      // 0: no answer.
      if (status > 0) response.writeHead(status, { Location: "http://127.0.0.1/" }).end("x".repeat(100_000));
    });
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(port, at, resolve));
  return (server.address() as AddressInfo).port;
}

/** A name server that knows one address, for a second, and answers all else with nothing. */
async function startNameServer(): Promise<number> {
  names.on("message", (query, { address: from, port }) => {
    const end = query.indexOf(0, 12) + 5;
    const isAddress = query.readUInt16BE(end - 4) === 1;
    const header = Buffer.from([query[0] ?? 0, query[1] ?? 0, 0x81, 0x80, 0, 1, 0, isAddress ? 1 : 0, 0, 0, 0, 0]);
    const answer = Buffer.from([0xc0, 12, 0, 1, 0, 1, 0, 0, 0, 1, 0, 4, ...address.split(".").map(Number)]);
    names.send(Buffer.concat([header, query.subarray(12, end), ...(isAddress ? [answer] : [])]), port, from);
  });
  await new Promise<void>((resolve) => names.bind(0, "127.0.0.1", resolve));
  return names.address().port;
}

let port: number;

beforeAll(async () => {
  source = await clipSource();
  port = await startKeyService("127.0.0.1");
  service = await startLocalService({
    freePorts: true,
    set: [
      ...copyOnly,
      "ingest.maxStreams=9",
      `auth.publish.url=http://${host}:${port}/may/publish`,
      "auth.publish.timeout=1",
      "auth.publish.keys.keyed=key-and-service",
      "auth.publish.keys.*=key-of-everyone",
      `runtime.nameServers[0]=127.0.0.1:${await startNameServer()}`,
    ],
  });
});

afterAll(async () => {
  await service?.stop();
  names.close();
  for (const server of servers) {
    server.closeAllConnections();
    server.close();
  }
});

const everyone = "key-of-everyone";
const asked = (name: string) => questions.filter((question) => question.get("name") === name);

async function expectRefusal(stream: string, reason: string, key = everyone): Promise<void> {
  await waitForEnd(await publishDuringTest(service, { stream, source, key }));
  await waitForLine(service.ingests[0].process, new RegExp(`refused publisher .* of stream "${stream}": ${reason}`));
}

test("the user's service is asked with a form, each field once, and its yes lets the publisher in", async () => {
  await publishDuringTest(service, { stream: "keyed", source, key: "key-and-service&user=me%26you&name=x&%6eame=y" });
  await waitForSegments(service, "keyed", "src", 1);
  const [question] = asked("keyed");
  expect([...(question ?? [])].toSorted()).toEqual([
    ["addr", "127.0.0.1"],
    ["app", "live"],
    ["asked", `POST ${host}:${port} /may/publish 127.0.0.1`],
    ["call", "publish"],
    ["key", "key-and-service"],
    ["name", "keyed"],
    ["user", "me&you"],
  ]);
});

test.each([401, 403, 404, 302, 500])("its answer %i refuses", async (status) => {
  answers[`answer${status}`] = status;
  await expectRefusal(`answer${status}`, `the service at auth.publish.url answered ${status}`);
});

test("no answer refuses", async () => {
  answers["silent"] = 0;
  await expectRefusal("silent", "the service at auth.publish.url answered 504");
});

test("who has not the name's key is refused before the service is asked", async () => {
  await expectRefusal("nokey", "its key is wrong", "key-of-nobody");
  expect(asked("nokey")).toEqual([]);
});

test("a service that is down, and a name that is gone, refuse; where the name leads later is followed", async () => {
  address = "127.0.0.3";
  // The old address is remembered for the time that the chart allows.
  await expect
    .poll(
      async () => {
        await waitForEnd(await publishDuringTest(service, { stream: "moved", source, key: everyone }));
        return service.ingests[0].process.output();
      },
      { timeout: 30_000 * patienceFactor },
    )
    .toMatch(/of stream "moved": the service at auth.publish.url answered 502/);
  await startKeyService("127.0.0.3", port);
  await publishDuringTest(service, { stream: "returned", source, key: everyone });
  await waitForSegments(service, "returned", "src", 1);
  expect(asked("returned")[0]?.get("asked")).toContain("127.0.0.3");
});

test("over HTTPS, a service whose certificate no authority signed is not believed", async () => {
  const [key, cert] = [join(service.folder, "tls.key"), join(service.folder, "tls.crt")];
  const subject = ["-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1"];
  await execa("openssl", ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", key, "-out", cert, ...subject]);
  let asked = 0;
  const server = createTlsServer({ key: await readFile(key), cert: await readFile(cert) }, (_, response) => {
    asked += 1;
    response.end();
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
  await using other = await startLocalService({ freePorts: true, set: [...copyOnly, `auth.publish.url=${url}`] });
  // Without name servers in the values it asks those of its own resolv.conf.
  const nameServers = [...(await readFile("/etc/resolv.conf", "utf8")).matchAll(/^nameserver\s+([0-9.]+)\s*$/gm)];
  const written = await readFile(join(other.ingests[0].runFolder, "resolver.conf"), "utf8");
  for (const [, server] of nameServers) expect(written).toMatch(new RegExp(`^resolver.* ${server} .*valid=5s;$`, "m"));
  await waitForEnd(await publishDuringTest(other, { stream: "forged", source }));
  await waitForLine(other.ingests[0].process, /certificate verify error.*refused publisher/s);
  expect(asked).toBe(0);
});

test("its log has no key", async () => {
  const log = await service.ingests[0].process.output();
  for (const key of [everyone, "key-and-service"]) expect(log).not.toContain(key);
});
