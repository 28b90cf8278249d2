/**
 * What a rendition of the ladder puts behind a stream's name, as the chart's `settings.js` tells it to nginx.
 * @param rendition its name in the ladder
 */
export function renditionSuffix(rendition: string): string {
  return `_${rendition}`;
}

/** The name of a stream's rendition: `cam_low`. Its playlists and segments begin with it. */
export function renditionName(stream: string, rendition: string): string {
  return stream + renditionSuffix(rendition);
}
