{{- $renditions := list -}}
{{- range .Values.ladder -}}
{{- $renditions = append $renditions (dict
      "name" .name
      "suffix" (include "hls-cloud.ladder.suffix" .)
      "bandwidth" (include "hls-cloud.ladder.bandwidth" . | int64)) -}}
{{- end -}}
// What the njs handlers know of the release. Rendered by Helm from values.
export default {{ dict
  "renditions" $renditions
  "maxStreams" (int .Values.ingest.maxStreams)
  "maxBitrate" (include "hls-cloud.ladder.maxBitrate" . | int64)
  "toleratedBitrate" (include "hls-cloud.ladder.toleratedBitrate" . | int64)
  "fragmentSeconds" .Values.hls.fragment
  "playlistSeconds" .Values.hls.playlistLength
  "takeoverMilliseconds" (mulf .Values.ingest.takeoverAfter 1000 | int64)
  "peers" (include "hls-cloud.ingest.peers" . | fromJsonArray)
  "sharedStorage" (eq .Values.storage.mode "shared")
  "dash" .Values.dash.enabled
  "publishKeysFile" (include "hls-cloud.auth.publishKeysFile" .)
  "asksPublishService" (ne .Values.auth.publish.url "")
  "adminTokensFile" (include "hls-cloud.auth.adminTokensFile" .)
  "mediaLimitBytes" (ternary (include "hls-cloud.ingest.mediaMi" . | int64 | mul 1048576) 0 (eq .Values.storage.mode "origin"))
  "runPath" .Values.runtime.paths.run
  "heardFile" (include "hls-cloud.ingest.heardFile" .)
  "drainFile" (include "hls-cloud.drain.file" .)
  "hlsPath" (include "hls-cloud.hls.path" .)
  "dashPath" (include "hls-cloud.dash.path" .)
  "postersPath" (include "hls-cloud.posters.path" .)
  "recording" (include "hls-cloud.recording.settings" . | fromJson)
  | toPrettyJson }};
