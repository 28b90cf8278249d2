{{/*
Metadata of an object that may live in another namespace, with labels of its own; the component may be left out:

  {{ include "hls-cloud.monitoring.metadata" (dict "root" $ "name" NAME "component" "ingest"
       "object" .Values.monitoring.dashboard) }}
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
