{{- define "hls-cloud.validation.delivery" -}}
{{- $delivery := .Values.delivery -}}
{{- with $delivery.autoscaling }}
{{- if .enabled }}
{{- if gt (int .minReplicas) (int .maxReplicas) }}
delivery.autoscaling.minReplicas: {{ .minReplicas }} is more than maxReplicas ({{ .maxReplicas }}); lower it, or raise maxReplicas
{{- end }}
{{- if not (or .targetCPUUtilizationPercentage .targetMemoryUtilizationPercentage) }}
delivery.autoscaling.targetCPUUtilizationPercentage: there is nothing to scale by; set it, or targetMemoryUtilizationPercentage
{{- end }}
{{- range $resource, $target := dict "cpu" "targetCPUUtilizationPercentage" "memory" "targetMemoryUtilizationPercentage" }}
{{- $resources := $delivery.resources }}
{{- if and (get $delivery.autoscaling $target) (not (or (dig "requests" $resource "" $resources) (dig "limits" $resource "" $resources))) }}
delivery.resources.requests.{{ $resource }}: delivery.autoscaling.{{ $target }} is a percentage of it, and there is none; set it
{{- end }}
{{- end }}
{{- end }}
{{- end }}
{{- $limit := dig "limits" "memory" "" $delivery.resources }}
{{- if and (eq .Values.storage.mode "origin") (eq $delivery.cache.medium "Memory") $limit }}
{{- $needed := addf (include "hls-cloud.quantity.number" $delivery.cache.size) (include "hls-cloud.quantity.number" "64Mi") }}
{{- if gt $needed (include "hls-cloud.quantity.number" $limit | float64) }}
delivery.resources.limits.memory: {{ $limit }} does not hold a cache of {{ $delivery.cache.size }} in memory and 64Mi for nginx; raise it, or lower delivery.cache.size
{{- end }}
{{- end }}
{{- end -}}
