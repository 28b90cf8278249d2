{{/* A label that a selector uses would cut the pods off from their Services. */}}
{{- define "hls-cloud.validation.labels" -}}
{{- $maps := dict "commonLabels" .Values.commonLabels "ingest.podLabels" .Values.ingest.podLabels "delivery.podLabels" .Values.delivery.podLabels -}}
{{- range $path, $labels := $maps }}
{{- range $name := keys $labels | sortAlpha }}
{{- if regexMatch "^(app\\.kubernetes\\.io/(name|instance|component|version|managed-by)|helm\\.sh/chart|hls-cloud/volume)$" $name }}
{{ $path }}: {{ $name }} is the chart's own label; remove it
{{- end }}
{{- end }}
{{- end }}
{{- end -}}
