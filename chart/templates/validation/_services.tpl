{{- define "hls-cloud.validation.services" -}}
{{- $range := .Values.cluster.nodePortRange -}}
{{- $min := int $range.min }}{{ $max := int $range.max }}
{{- if gt $min $max }}
cluster.nodePortRange.min: {{ $min }} is above cluster.nodePortRange.max ({{ $max }}); swap them
{{- end }}
{{- $ports := list }}
{{- range $tier := list "ingest" "delivery" }}
{{- $path := printf "%s.service" $tier }}
{{- with (get $.Values $tier).service }}
{{- $exposed := ne .type "ClusterIP" }}
{{- with .nodePort }}
{{- if not $exposed }}
{{ $path }}.nodePort: it is set, but a ClusterIP Service has none; set {{ $path }}.type to NodePort or LoadBalancer, or remove it
{{- else if or (lt (int .) $min) (gt (int .) $max) }}
{{ $path }}.nodePort: {{ . }} is outside the cluster's range; choose one from {{ $min }} to {{ $max }}, or set cluster.nodePortRange to the cluster's
{{- else if has (int .) $ports }}
{{ $path }}.nodePort: {{ . }} is ingest.service.nodePort too; choose another one
{{- end }}
{{- $ports = append $ports (int .) }}
{{- end }}
{{- if and .externalTrafficPolicy (not $exposed) }}
{{ $path }}.externalTrafficPolicy: it is set, but a ClusterIP Service has none; set {{ $path }}.type to NodePort or LoadBalancer, or remove it
{{- end }}
{{- if ne .type "LoadBalancer" }}
{{- if .loadBalancerClass }}
{{ $path }}.loadBalancerClass: it is set, but the Service is a {{ .type }}; set {{ $path }}.type to LoadBalancer, or remove it
{{- end }}
{{- if .loadBalancerSourceRanges }}
{{ $path }}.loadBalancerSourceRanges: it is set, but the Service is a {{ .type }}; set {{ $path }}.type to LoadBalancer, or remove it
{{- end }}
{{- end }}
{{- end }}
{{- end }}
{{- end -}}
