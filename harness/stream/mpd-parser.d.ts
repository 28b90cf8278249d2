/** The part of mpd-parser (which has no types) that the harness uses. */
declare module "mpd-parser" {
  export interface DashSegment {
    readonly resolvedUri: string;
    readonly duration: number;
    readonly map: { readonly resolvedUri: string };
  }

  export interface DashPlaylist {
    readonly segments: readonly DashSegment[];
    readonly attributes: Readonly<Record<string, unknown>>;
  }

  export interface DashManifest {
    readonly playlists: readonly DashPlaylist[];
    readonly mediaGroups: {
      readonly AUDIO: Readonly<
        Record<string, Readonly<Record<string, { readonly playlists?: readonly DashPlaylist[] }>>>
      >;
    };
  }

  export function parse(text: string, options: { readonly manifestUri: string }): DashManifest;
}
