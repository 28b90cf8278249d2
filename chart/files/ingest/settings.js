{{- $renditions := list -}}
{{- range .Values.ladder -}}
{{- $renditions = append $renditions (dict
      "name" .name
      "suffix" (include "hls-cloud.ladder.suffix" .)
      "bandwidth" (include "hls-cloud.ingest.bitrate.bandwidth" . | int64)) -}}
{{- end -}}
// What the njs handlers know of the release. Rendered by Helm from values.
export default {{ dict
  "renditions" $renditions
  "maxStreams" (int .Values.ingest.maxStreams)
  "maxBitrate" (include "hls-cloud.ingest.bitrate.max" . | int64)
  "toleratedBitrate" (include "hls-cloud.ingest.bitrate.tolerated" . | int64)
  "fragmentSeconds" .Values.hls.fragment
  "playlistSeconds" .Values.hls.playlistLength
  "takeoverMilliseconds" (mulf .Values.ingest.takeoverAfter 1000 | int64)
  "peers" (include "hls-cloud.ingest.addresses.peers" . | fromJsonArray)
  "sharedStorage" (eq .Values.storage.mode "shared")
  "dash" .Values.dash.enabled
  "publishKeysFile" (include "hls-cloud.auth.publish.keysFile" .)
  "asksPublishService" (ne .Values.auth.publish.url "")
  "adminTokensFile" (include "hls-cloud.auth.admin.tokensFile" .)
  "mediaLimitBytes" (ternary (include "hls-cloud.ingest.resources.mediaMi" . | int64 | mul 1048576) 0 (eq .Values.storage.mode "origin"))
  "runPath" .Values.runtime.paths.run
  "heardFile" (include "hls-cloud.ingest.heard.file" .)
  "drainFile" (include "hls-cloud.ingest.drain.file" .)
  "hlsPath" (include "hls-cloud.ingest.folders.hls" .)
  "dashPath" (include "hls-cloud.ingest.folders.dash" .)
  "postersPath" (include "hls-cloud.ingest.folders.posters" .)
  "recording" (include "hls-cloud.ingest.recording.settings" . | fromJson)
  | toPrettyJson }};
