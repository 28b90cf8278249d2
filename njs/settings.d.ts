/** What the chart renders into settings.js (chart/files/njs/settings.js). */
declare module "settings.js" {
  interface RenditionSettings {
    readonly name: string;
    /** What the rendition puts behind the stream's name. */
    readonly suffix: string;
    /** Peak bit/s to declare before a segment was seen; 0 for a copy. */
    readonly bandwidth: number;
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
    readonly runPath: string;
    /** File of the drain: there once the pod drains, with the word `end` once its publishers are to be ended. */
    readonly drainFile: string;
    readonly hlsPath: string;
    readonly dashPath: string;
    readonly postersPath: string;
  }

  const settings: Settings;
  export default settings;
}
