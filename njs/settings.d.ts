/** What the chart renders into settings.js (chart/files/ingest/settings.js). */
declare module "settings.js" {
  interface RenditionSettings {
    readonly name: string;
    /** What the rendition puts behind the stream's name. */
    readonly suffix: string;
    /** Peak bit/s to declare before a segment was seen; 0 for a copy. */
    readonly bandwidth: number;
  }

  /** Beside these, the rules of recording-rules.ts. */
  interface RecordingSettings {
    readonly streams: readonly string[];
    readonly schedule: readonly {
      readonly streams: readonly string[];
      readonly days: readonly number[];
      readonly from: number;
      readonly to: number;
    }[];
    /** Size of a file after which a new one begins; 0 for no limit. */
    readonly maxBytes: number;
    /** Length of a file after which a new one begins; 0 for no limit. */
    readonly maxSeconds: number;
    /** Folder of what is being recorded. */
    readonly workPath: string;
    /** File that is there while the volume has too little room (recording.minFree). */
    readonly fullPath: string;
    /** Folder of orders, a file a stream, on the volume that all pods have. */
    readonly ordersPath: string;
  }

  interface Settings {
    readonly renditions: readonly RenditionSettings[];
    /** Streams that this pod takes. */
    readonly maxStreams: number;
    /** bit/s that a publisher may send; 0 for no limit. */
    readonly maxBitrate: number;
    /** bit/s above which it is dropped; 0 for no limit. */
    readonly toleratedBitrate: number;
    readonly fragmentSeconds: number;
    readonly playlistSeconds: number;
    /** Silence after which a publisher may be replaced. */
    readonly takeoverMilliseconds: number;
    /** host:port of every ingest pod; empty where there is only one. */
    readonly peers: readonly string[];
    /** Whether all pods write to one volume. */
    readonly sharedStorage: boolean;
    /** Whether DASH is written. */
    readonly dash: boolean;
    /** File of the publishers' keys; empty where nobody needs one. */
    readonly publishKeysFile: string;
    /** Whether the user's own service is asked for each publisher. */
    readonly asksPublishService: boolean;
    /** File of the admin's tokens; empty where there is no control. */
    readonly adminTokensFile: string;
    /** Bytes of the memory volume that holds the segments; 0 on a shared volume. */
    readonly mediaLimitBytes: number;
    readonly runPath: string;
    /** File that is there once the process has heard from the other pods what they know of the streams. */
    readonly heardFile: string;
    /** File of the drain: there once the pod drains, with the word `end` once its publishers are to be ended. */
    readonly drainFile: string;
    readonly hlsPath: string;
    readonly dashPath: string;
    readonly postersPath: string;
    /** Null where nothing is recorded. */
    readonly recording: RecordingSettings | null;
  }

  const settings: Settings;
  export default settings;
}
