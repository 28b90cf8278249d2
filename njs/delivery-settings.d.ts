/** What the chart renders into delivery-settings.js (chart/files/delivery/delivery-settings.js). */
declare module "delivery-settings.js" {
  interface DeliverySettings {
    readonly renditions: readonly {
      readonly name: string;
      /** What the rendition puts behind the stream's name. */
      readonly suffix: string;
    }[];
    /** Number of ingest pods that may have streams. */
    readonly ingestPods: number;
    /** Whether DASH is written. */
    readonly dash: boolean;
    /** Titles that the operator gave to streams, by name. */
    readonly titles: Readonly<Record<string, string>>;
    /** Whether each stream has a poster. */
    readonly posters: boolean;
    /** Null where nothing is recorded. */
    readonly recording: {
      /** Whether each ingest pod has a volume of its own. */
      readonly onPods: boolean;
      /** Folder of the volume, where delivery has it too. */
      readonly root: string;
    } | null;
    /** File of the admin's tokens; empty where there is no control. */
    readonly adminTokensFile: string;
    /** Files of each log that is read here; they take turns. */
    readonly logTurns: number;
    readonly runPath: string;
  }

  const settings: DeliverySettings;
  export default settings;
}
