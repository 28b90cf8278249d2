{{/*
Parts of the objects for Prometheus and Grafana.

  {{ include "hls-cloud.monitoring.metadata" (dict "root" $ "name" NAME "component" "ingest" "object" .Values.monitoring.dashboard) }}
      metadata of an object that may live in another namespace, with labels of its own; the component may be left out
  {{ include "hls-cloud.monitoring.pods" (dict "root" $ "component" "ingest") }}
      what selects the series of a tier's pods
  {{ include "hls-cloud.monitoring.claims" . }}
      names of the claims that the pods mount, or patterns of them, as a JSON list, from the root context
*/}}

{{- define "hls-cloud.monitoring.metadata" -}}
name: {{ .name }}
{{- with .object.namespace }}
namespace: {{ . }}
{{- end }}
{{- $own := include "hls-cloud.labels.object" (dict "root" .root "component" (get . "component")) | fromYaml }}
labels:
  {{- merge (dict) .object.labels $own | toYaml | nindent 2 }}
{{- with get .object "annotations" }}
annotations:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- end -}}

{{- define "hls-cloud.monitoring.pods" -}}
namespace="{{ .root.Release.Namespace }}",pod=~"{{ include (printf "hls-cloud.%s.name" .component) .root }}-.+"
{{- end -}}

{{- define "hls-cloud.monitoring.claims" -}}
{{- $claims := list -}}
{{- if eq .Values.storage.mode "shared" -}}
{{- $claims = append $claims (include "hls-cloud.storage.claimName" (dict "root" . "name" "shared" "volume" .Values.storage.shared)) -}}
{{- end -}}
{{- if .Values.vod.enabled -}}
{{- $claims = append $claims (include "hls-cloud.storage.claimName" (dict "root" . "name" "vod" "volume" .Values.vod)) -}}
{{- end -}}
{{- if include "hls-cloud.recording.onPods" . -}}
{{- $claims = append $claims (printf "%s-%s-[0-9]+" (include "hls-cloud.recording.claim" .) (include "hls-cloud.ingest.name" .)) -}}
{{- end -}}
{{ toJson $claims }}
{{- end -}}
