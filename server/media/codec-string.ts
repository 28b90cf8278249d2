import type { AacConfiguration } from "./aac.ts";
import type { AvcConfiguration } from "./avc.ts";

// RFC 6381, 3.3 and 3.4.

/** "avc1.64001f": profile, constraints and level in hexadecimal. */
export function avcCodecString(config: Pick<AvcConfiguration, "profile" | "constraints" | "level">): string {
  const bytes = [config.profile, config.constraints, config.level];
  return `avc1.${bytes.map((byte) => byte.toString(16).padStart(2, "0")).join("")}`;
}

/** "mp4a.40.2" (LC), "mp4a.40.5" (HE-AAC), "mp4a.40.29" (HE-AAC v2). */
export function aacCodecString(config: Pick<AacConfiguration, "objectType" | "sbr" | "ps">): string {
  return `mp4a.40.${config.ps ? 29 : config.sbr ? 5 : config.objectType}`;
}
