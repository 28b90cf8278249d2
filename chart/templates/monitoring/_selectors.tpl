{{/*
What selects series of Prometheus:

  {{ include "hls-cloud.monitoring.selectors.pods" (dict "root" $ "component" "ingest") }}
      labels of a tier's pods
  {{ include "hls-cloud.monitoring.selectors.claims" . }}
      names of the claims that the pods mount, or patterns of them, as a JSON list, from the root context
*/}}

{{- define "hls-cloud.monitoring.selectors.pods" -}}
namespace="{{ .root.Release.Namespace }}",pod=~"{{ include (printf "hls-cloud.names.%s" .component) .root }}-.+"
{{- end -}}

{{- define "hls-cloud.monitoring.selectors.claims" -}}
{{- $claims := list -}}
{{- if eq .Values.storage.mode "shared" -}}
{{- $claims = append $claims (include "hls-cloud.storage.volume.claimName" (dict "root" . "name" "shared" "volume" .Values.storage.shared)) -}}
{{- end -}}
{{- if .Values.vod.enabled -}}
{{- $claims = append $claims (include "hls-cloud.storage.volume.claimName" (dict "root" . "name" "vod" "volume" .Values.vod)) -}}
{{- end -}}
{{- if include "hls-cloud.recording.onPods" . -}}
{{- $claims = append $claims (printf "%s-%s-[0-9]+" (include "hls-cloud.recording.claim" .) (include "hls-cloud.names.ingest" .)) -}}
{{- end -}}
{{ toJson $claims }}
{{- end -}}
