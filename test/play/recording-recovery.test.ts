import { mkdir, readdir, rename, stat, truncate, utimes, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { descendants, waitFor } from "../../harness/core/index.ts";
import { handOver } from "../../harness/local/index.ts";
import { clipSource, fetchOk } from "../../harness/stream/index.ts";
import {
  decode,
  makeFlv,
  packetHashes,
  recordingPath,
  startRecordingService,
  unfinished,
  waitForRecorder,
  waitForRecordings,
} from "./support/recordings.ts";
import { publishDuringTest, waitForEnd, waitForLine } from "./support/streams.ts";

const source = await clipSource();

test("a publisher that is killed, and an nginx that is killed, lose nothing that was recorded", async () => {
  const service = await startRecordingService();
  const [ingest] = service.ingests;
  const killed = await publishDuringTest(service, { stream: "killed", source });
  const other = await publishDuringTest(service, { stream: "other", source });
  await waitForRecorder(service, "killed");
  killed.kill("SIGKILL");
  await waitForRecordings(service, "killed");

  const flv = await waitForRecorder(service, "other", 500_000);
  ingest.process.kill("SIGKILL");
  await waitForEnd(other);
  const { size } = await stat(flv);
  await ingest.restart();
  const [recording] = await waitForRecordings(service, "other");
  if (!recording) throw new Error("there is none");
  expect(recording.bytes).toBeGreaterThan(size * 0.9);
  await decode(recordingPath(service, recording));

  await publishDuringTest(service, { stream: "other", source });
  await waitForRecorder(service, "other");
});

test("what a dead worker of nginx was recording is a recording once its publisher is back", async () => {
  const service = await startRecordingService();
  const [ingest] = service.ingests;
  const before = await publishDuringTest(service, { stream: "cam", source });
  const flv = await waitForRecorder(service, "cam");
  // The one that listens; the master starts another one.
  for (const worker of await descendants(ingest.process.pid, "nginx")) process.kill(worker, "SIGKILL");
  await waitForEnd(before);
  await waitFor("nginx", { seconds: 10 }, () => fetchOk(`${ingest.httpUrl}/readyz`));
  expect(await unfinished(service)).toContain(flv);
  await publishDuringTest(service, { stream: "cam", source });
  const [recording] = await waitForRecordings(service, "cam");
  if (!recording) throw new Error("there is none");
  await decode(recordingPath(service, recording));
  await waitForRecorder(service, "cam");
});

test("a recording that was cut short in the making is made again, whole", async () => {
  const service = await startRecordingService();
  const [ingest] = service.ingests;
  const ended = join(service.vodFolder, ".recording/ingest-pod-0/ended");
  const made = join(service.folder, "cam-1795611600.flv");
  await makeFlv(source, made, 30);
  await rename(made, join(ended, "cam-1795611600.flv"));
  const part = join(dirname(ended), "cam-1795611600.part");
  await waitFor(part, { seconds: 20, period: 5 }, () => stat(part));
  ingest.process.kill("SIGKILL");
  await waitForEnd(ingest.process);
  expect((await unfinished(service)).toSorted()).toEqual([part, join(ended, "cam-1795611600.flv")].toSorted());
  expect(await readdir(join(service.vodFolder, "recordings"))).toEqual([]);

  await ingest.restart();
  const [recording] = await waitForRecordings(service, "cam");
  expect(recording).toMatchObject({ file: "cam-20261125T130000Z.mp4", at: "2026-11-25T13:00:00.000Z" });
  expect(recording?.seconds).toBeCloseTo(30 * 40, -1);
  await waitFor("the end of the work", { seconds: 10 }, async () => expect(await unfinished(service)).toEqual([]));
});

test("recordings of pods that are gone are taken over, with a broken tail too, and one that cannot be read stays", async () => {
  const service = await startRecordingService();
  const [ingest] = service.ingests;
  const gone = join(service.vodFolder, ".recording/ingest-pod-7");
  await mkdir(join(gone, "ended"), { recursive: true });
  const place = async (path: string, seconds: number): Promise<void> => {
    const time = Date.now() / 1000 - seconds;
    await utimes(path, time, time);
  };
  const broken = join(gone, "broken-1795611600.flv");
  await makeFlv(source, broken, 1);
  const { size } = await stat(broken);
  await truncate(broken, size - 1000);
  await place(broken, 3600);
  const twice = join(gone, "ended/twice-1795611600.flv");
  await makeFlv(source, twice, 1);
  await place(twice, 3600);
  const live = join(gone, "live-1795611600.flv");
  await makeFlv(source, live, 1);
  await place(live, 300);
  const unreadable = join(gone, "unreadable-1795611600.flv");
  await writeFile(unreadable, "x".repeat(5000));
  await place(unreadable, 3600);
  await handOver(gone);

  await ingest.process.stop();
  await ingest.restart();
  const [recording] = await waitForRecordings(service, "broken");
  if (!recording) throw new Error("there is none");
  expect((await packetHashes(recordingPath(service, recording))).length).toBeGreaterThan(990);
  await waitForRecordings(service, "twice");
  await waitForLine(ingest.process, /unreadable-1795611600.flv could not be made an MP4; it stays/);
  const failed = join(service.vodFolder, ".recording/ingest-pod-0/failed/unreadable-1795611600.flv");
  await waitFor(failed, { seconds: 10 }, async () =>
    expect((await unfinished(service)).toSorted()).toEqual([failed, live].toSorted()),
  );

  // As if the process had ended between the recording and the removal of what it was made of.
  const [first] = await waitForRecordings(service, "twice");
  await makeFlv(source, join(service.vodFolder, ".recording/ingest-pod-0/ended/twice-1795611600.flv"), 1);
  await waitFor("the end of the work", { seconds: 10 }, async () => expect(await unfinished(service)).toHaveLength(2));
  expect(await waitForRecordings(service, "twice")).toEqual([first]);
});

test("recordings that are too old or too many are deleted, the oldest first; the newest one and others' files stay", async () => {
  const set = ["recording.keep.days=2", "recording.keep.size=3M"];
  const service = await startRecordingService({ set });
  const [ingest] = service.ingests;
  const folder = join(service.vodFolder, "recordings/cam");
  await mkdir(folder, { recursive: true });
  const day = 24 * 3600;
  const place = async (file: string, megabytes: number, age: number): Promise<void> => {
    await writeFile(join(folder, file), Buffer.alloc(megabytes * 1_000_000));
    const time = Date.now() / 1000 - age;
    await utimes(join(folder, file), time, time);
  };
  await place("cam-20261101T000000Z.mp4", 1, 3 * day);
  await place("cam-20261102T000000Z.mp4", 1, day + 4);
  await place("cam-20261103T000000Z.mp4", 2, day + 3);
  await place("cam-20261103T000000Z-2.mp4", 1, day);
  await place("holiday.mp4", 1, 9 * day);
  await place("cam-2026.mp4", 1, 9 * day);
  await handOver(folder);
  await ingest.process.stop();
  await ingest.restart();
  await waitForLine(ingest.process, /cam-20261101T000000Z.mp4 is deleted: it is older than recording.keep.days/);
  await waitForLine(
    ingest.process,
    /cam-20261102T000000Z.mp4 is deleted: all recordings are larger than recording.keep/,
  );
  const remaining = ["cam-2026.mp4", "cam-20261103T000000Z-2.mp4", "cam-20261103T000000Z.mp4", "holiday.mp4"];
  expect((await readdir(folder)).toSorted()).toEqual(remaining.toSorted());

  await place("cam-20261104T000000Z.mp4", 9, 1);
  await ingest.process.stop();
  await ingest.restart();
  await waitFor("the newest alone", { seconds: 10 }, async () =>
    expect((await readdir(folder)).toSorted()).toEqual(["cam-2026.mp4", "cam-20261104T000000Z.mp4", "holiday.mp4"]),
  );
});

test("an ingest pod that cannot write the volume any more is not ready", async () => {
  const service = await startRecordingService();
  const [{ httpUrl }] = service.ingests;
  expect((await fetch(`${httpUrl}/readyz`)).status).toBe(200);
  await rename(service.vodFolder, `${service.vodFolder}-away`);
  const answer = await fetch(`${httpUrl}/readyz`);
  expect(answer.status).toBe(503);
  expect(await answer.text()).toContain("the volume of recordings cannot be written");
  await rename(`${service.vodFolder}-away`, service.vodFolder);
});

test("a stream goes on in a recording of its own on another pod, and one pod's start leaves another's recording alone", async () => {
  const service = await startRecordingService({ ingests: 2 });
  const [first, second] = service.ingests;
  if (!second) throw new Error("there is one pod");
  const before = await publishDuringTest(service, { stream: "moves", source });
  await waitForRecorder(service, "moves");
  const other = await publishDuringTest(service, { stream: "stays", source, ingest: second });
  await waitForRecorder(service, "stays");
  first.process.kill("SIGKILL");
  await waitForEnd(before);
  const after = await publishDuringTest(service, { stream: "moves", source, ingest: second });
  await waitFor("a second recording", { seconds: 30 }, async () =>
    expect((await unfinished(service)).filter((file) => file.includes("ingest-pod-1/moves-"))).toHaveLength(1),
  );
  await first.restart();
  await waitForRecordings(service, "moves", 1);
  expect((await unfinished(service)).filter((file) => file.includes("ingest-pod-1/stays-"))).toHaveLength(1);
  await other.stop();
  await after.stop();
  await waitForRecordings(service, "moves", 2);
  await waitForRecordings(service, "stays", 1);
});
