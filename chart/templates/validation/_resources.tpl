{{- define "hls-cloud.validation.resources" -}}
{{- range $tier := list "ingest" "delivery" }}
{{- $limits := dig "resources" "limits" dict (get $.Values $tier) }}
{{- range $resource, $request := dig "resources" "requests" dict (get $.Values $tier) }}
{{- with get $limits $resource }}
{{- if gt (include "hls-cloud.quantity.number" $request | float64) (include "hls-cloud.quantity.number" . | float64) }}
{{ $tier }}.resources.requests.{{ $resource }}: {{ $request }} is more than the limit of {{ . }}; lower it, or raise the limit
{{- end }}
{{- end }}
{{- end }}
{{- end }}
{{- end -}}
