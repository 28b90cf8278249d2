/**
 * hls.js without what the service never makes: other audio tracks, subtitles, encryption. It has no types of its own.
 */
declare module "hls.js/light" {
  export * from "hls.js";
  export { default } from "hls.js";
}
