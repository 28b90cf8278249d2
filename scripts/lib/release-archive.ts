import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { create, extract } from "tar";
import { helm } from "./helm.ts";

/** The archive's date: any fixed one, so that the same chart gives the same bytes. */
const date = new Date("2000-01-01T00:00:00Z");

/**
 * Packages a chart. The same chart gives the same archive, with one version of Node: helm would put in the time.
 * @param chart its folder
 * @param folder where the archive goes
 * @returns the archive's path, `NAME-VERSION.tgz`
 * @throws HelmError when helm cannot package the chart
 */
export async function packageChart(chart: string, folder: string): Promise<string> {
  const work = await mkdtemp(join(tmpdir(), "hls-cloud-package-"));
  try {
    await helm(["package", chart, "--destination", work], chart);
    const [archive = ""] = await readdir(work);
    await extract({ file: join(work, archive), cwd: work });
    const entries = await readdir(work, { recursive: true, withFileTypes: true });
    const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
    const inside = files.map((file) => file.slice(work.length + 1)).filter((file) => file !== archive);
    const file = join(folder, basename(archive));
    await create({ file, cwd: work, gzip: { level: 9 }, portable: true, mtime: date }, inside.toSorted());
    return file;
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}
