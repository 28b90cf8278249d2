/** The still picture of a stream, which the ladder's ffmpeg renews. Once the stream ended it says nothing any more. */
import fs from "fs";
import settings from "settings.js";
import { remove } from "./files.ts";

/** Removes a stream's poster, and what ffmpeg left of one. */
export function removePoster(name: string): void {
  remove(`${settings.postersPath}/${name}.jpg`);
  remove(`${settings.postersPath}/${name}.jpg.tmp`);
}

/** Removes the posters of streams whose last playlist is gone: a pod that was killed left them on the shared volume. */
export function removeLostPosters(): void {
  const playlists = fs.readdirSync(settings.hlsPath);
  fs.readdirSync(settings.postersPath).forEach((file) => {
    const name = file.split(".")[0] as string;
    if (!settings.renditions.some((rendition) => playlists.indexOf(`${name}${rendition.suffix}.m3u8`) >= 0)) {
      removePoster(name);
    }
  });
}
