{{/* Values of older versions. The schema admits them, so that these messages can say what replaces them. */}}
{{- define "hls-cloud.validation.removed" -}}
{{- if hasKey .Values.delivery.cache "films" }}
delivery.cache.films: its name is delivery.cache.recordings since version 0.3.0; rename it
{{- end }}
{{- end -}}
