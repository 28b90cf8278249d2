/** Made of docs/openapi.yaml: `npm run docs`. */

export type paths = Record<string, never>;
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        readonly StreamName: string;
        /** @description Relative to the service's root. */
        readonly RelativeUrl: string;
        /** @description RFC 3339, in UTC. */
        readonly Time: string;
        readonly Error: {
            /** @description What is wrong, and what to do. */
            readonly error: string;
        };
        /** @enum {string} */
        readonly Order: "start" | "stop" | "auto";
        readonly RecordingOrder: {
            /** @description `auto` records as the values say. */
            readonly order: components["schemas"]["Order"];
        };
        readonly GivenOrder: {
            readonly name: components["schemas"]["StreamName"];
            readonly order: components["schemas"]["Order"];
        };
        readonly Streams: {
            readonly streams: readonly components["schemas"]["Stream"][];
            /** @description The newest hundred. */
            readonly recordings: readonly components["schemas"]["Recording"][];
            readonly recordingsComplete: components["schemas"]["Complete"];
        };
        readonly Stream: {
            readonly name: components["schemas"]["StreamName"];
            /** @description What `delivery.titles` calls it, else its name. */
            readonly title: string;
            /**
             * @description starting: published, and not playable yet. live: it plays. stalled: still published, but the newest segment is older than two of the longest and 3 s, or the start took more than a minute.
             * @enum {unknown}
             */
            readonly state: "starting" | "live" | "stalled";
            /** @description When its publisher was accepted. */
            readonly since: components["schemas"]["Time"];
            /** @description Seconds since then. */
            readonly uptimeSeconds: number;
            readonly ingest: components["schemas"]["Ingest"];
            /** @description What the master playlist lists. Empty while the stream starts. */
            readonly renditions: readonly components["schemas"]["Rendition"][];
            /** @description Viewers of the delivery pod that was asked, in the last 10 to 20 s. A viewer is an address with a browser, so that several behind one address with the same browser count once. */
            readonly viewers: number;
            /** @description Seconds since the newest segment was closed. Null while there is none. */
            readonly segmentAgeSeconds: number | null;
            readonly urls: {
                /** @description The master playlist. */
                readonly hls: components["schemas"]["RelativeUrl"];
                /** @description The page that plays it. */
                readonly watch: components["schemas"]["RelativeUrl"];
                /** @description The page for an iframe. */
                readonly embed: components["schemas"]["RelativeUrl"];
                /** @description A picture of it, where posters are made. */
                readonly poster?: components["schemas"]["RelativeUrl"];
            };
        };
        /** @description What the publisher sends. */
        readonly Ingest: {
            /** @description bit/s over the last seconds. */
            readonly bitrate: number;
            readonly video: {
                /** @description Such as H264. */
                readonly codec: string;
                /** @description Such as High; empty where it is not known. */
                readonly profile: string;
                readonly width: number;
                readonly height: number;
                /** @description Frames a second as the publisher says. */
                readonly frameRate: number;
            } | null;
            readonly audio: {
                /** @description Such as AAC. */
                readonly codec: string;
                /** @description Such as LC; empty where it is not known. */
                readonly profile: string;
                readonly channels: number;
                readonly sampleRate: number;
            } | null;
        };
        readonly Rendition: {
            /** @description Its name in the ladder. */
            readonly name: string;
            /** @description Peak bit/s. */
            readonly bandwidth: number;
            /** @description bit/s. */
            readonly averageBandwidth: number;
            readonly width: number;
            readonly height: number;
            /** @description RFC 6381, such as avc1.64001f,mp4a.40.2. */
            readonly codecs: string;
            readonly urls: {
                readonly hls: components["schemas"]["RelativeUrl"];
                /** @description Where DASH is on. */
                readonly dash?: components["schemas"]["RelativeUrl"];
            };
        };
        readonly Recordings: {
            readonly recordings: readonly components["schemas"]["Recording"][];
            readonly complete: components["schemas"]["Complete"];
        };
        /** @description Whether none is missing. Where recordings are on the ingest pods' own volumes, those of a pod that does not answer are not listed, and their URLs answer 503 until it does. */
        readonly Complete: boolean;
        /** @description A recording that is finished. */
        readonly Recording: {
            readonly name: components["schemas"]["StreamName"];
            readonly file: string;
            readonly url: components["schemas"]["RelativeUrl"];
            readonly seconds: number;
            readonly bytes: number;
            readonly at: components["schemas"]["Time"];
            readonly poster?: components["schemas"]["RelativeUrl"];
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type StreamName = components['schemas']['StreamName'];
export type RelativeUrl = components['schemas']['RelativeUrl'];
export type Time = components['schemas']['Time'];
export type Error = components['schemas']['Error'];
export type Order = components['schemas']['Order'];
export type RecordingOrder = components['schemas']['RecordingOrder'];
export type GivenOrder = components['schemas']['GivenOrder'];
export type Streams = components['schemas']['Streams'];
export type Stream = components['schemas']['Stream'];
export type Ingest = components['schemas']['Ingest'];
export type Rendition = components['schemas']['Rendition'];
export type Recordings = components['schemas']['Recordings'];
export type Complete = components['schemas']['Complete'];
export type Recording = components['schemas']['Recording'];
export type $defs = Record<string, never>;
export type operations = Record<string, never>;
