{{/* Number of nginx workers in delivery: the CPU limit, or the request, rounded up. */}}
{{- define "hls-cloud.delivery.workers" -}}
{{- $resources := .Values.delivery.resources | default dict -}}
{{- $cpu := (($resources.limits | default dict).cpu) | default (($resources.requests | default dict).cpu) | default 1 | toString -}}
{{- if hasSuffix "m" $cpu -}}
{{ divf (trimSuffix "m" $cpu) 1000 | ceil | max 1 }}
{{- else -}}
{{ ceil (float64 $cpu) | max 1 }}
{{- end -}}
{{- end -}}
