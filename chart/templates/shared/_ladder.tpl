{{/* Suffix that a rendition puts behind the stream's name. Call with the rendition. */}}
{{- define "hls-cloud.ladder.suffix" -}}
_{{ .name }}
{{- end -}}
