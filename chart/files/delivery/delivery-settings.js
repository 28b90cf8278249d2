{{- $renditions := list -}}
{{- range .Values.ladder -}}
{{- $renditions = append $renditions (dict "name" .name "suffix" (include "hls-cloud.ladder.suffix" .)) -}}
{{- end -}}
{{- $recording := dict "onPods" (include "hls-cloud.recording.onPods" . | eq "true") "root" .Values.runtime.paths.vod -}}
// What the njs handlers of delivery know of the release. Rendered by Helm from values.
export default {{ dict
  "renditions" $renditions
  "ingestPods" (include "hls-cloud.ingest.addresses" . | fromJsonArray | len)
  "dash" .Values.dash.enabled
  "titles" .Values.delivery.titles
  "posters" .Values.ingest.posters.enabled
  "recording" (ternary $recording nil .Values.recording.enabled)
  "adminTokensFile" (include "hls-cloud.auth.admin.tokensFile" .)
  "logTurns" (include "hls-cloud.delivery.logs.turns" . | int)
  "runPath" .Values.runtime.paths.run
  | toPrettyJson }};
