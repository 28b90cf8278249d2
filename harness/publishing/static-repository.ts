/** A chart repository that any web server can serve: archives, and an index.yaml that lists them. */
import { existsSync } from "node:fs";
import { copyFile, mkdir, readFile, rename } from "node:fs/promises";
import { basename, join } from "node:path";
import { load } from "js-yaml";
import { helm } from "../chart/index.ts";
import { InputError, inTemporaryFolder, projectRoot, sha256 } from "../core/index.ts";
import type { PackageFile } from "./package-file.ts";
import { otherBytes, type Presence, type PublishTarget } from "./target.ts";

const indexName = "index.yaml";
/** What Artifact Hub reads beside the index. */
const metadataName = "artifacthub-repo.yml";

interface Index {
  readonly entries: Readonly<Record<string, readonly { readonly version: string; readonly digest?: string }[]>>;
}

/** A folder with such a repository, or one that becomes it. */
export class StaticRepository implements PublishTarget {
  readonly address: string;

  /** @param folder its path */
  constructor(folder: string) {
    this.address = folder;
  }

  async look(packed: PackageFile): Promise<Presence> {
    const index = await this.#index();
    const entry = index?.entries[packed.name]?.find(({ version }) => version === packed.version);
    if (entry && entry.digest !== packed.digest) throw otherBytes(packed, join(this.address, indexName));
    const file = this.#path(packed.file);
    if (!existsSync(file)) return { has: "nothing" };
    if ((await sha256(file)) !== packed.digest) throw otherBytes(packed, file);
    if (!entry) return { has: "nothing" };
    const unsigned = packed.provenance && !existsSync(this.#path(packed.provenance));
    return { has: unsigned ? "unsigned" : "all" };
  }

  async put(packed: PackageFile, has: "unsigned" | "nothing"): Promise<Presence> {
    await mkdir(this.address, { recursive: true });
    if (packed.provenance) await this.#place(packed.provenance);
    if (has === "nothing") await this.#add(packed);
    return { has: "all" };
  }

  async #add(packed: PackageFile): Promise<void> {
    await inTemporaryFolder("index", async (work) => {
      await copyFile(packed.file, join(work, basename(packed.file)));
      const old = this.#path(indexName);
      // helm adds to the index what the new folder has, and leaves all else in it alone.
      const merge = existsSync(old) ? ["--merge", old] : [];
      await helm(["repo", "index", work, ...merge], { where: this.address });
      await this.#place(packed.file);
      await this.#place(join(projectRoot, metadataName));
      // Last: whoever reads it finds what it lists.
      await this.#place(join(work, indexName));
    });
  }

  #path(file: string): string {
    return join(this.address, basename(file));
  }

  /** Whole or not at all: the folder may be served meanwhile. */
  async #place(file: string): Promise<void> {
    const partial = join(this.address, `.${basename(file)}.partial`);
    await copyFile(file, partial);
    await rename(partial, this.#path(file));
  }

  async #index(): Promise<Index | undefined> {
    const file = this.#path(indexName);
    if (!existsSync(file)) return undefined;
    const index = load(await readFile(file, "utf8")) as Partial<Index> | null;
    if (index?.entries) return index as Index;
    const hint = "Name a folder that is a chart repository, or an empty one.";
    throw new InputError({ what: "The file is not the index of a chart repository.", where: file, hint });
  }
}
