{{/* File of an ingest process that has heard from the other pods what they know of the streams. */}}
{{- define "hls-cloud.ingest.heard.file" -}}
{{ .Values.runtime.paths.run }}/heard
{{- end -}}
