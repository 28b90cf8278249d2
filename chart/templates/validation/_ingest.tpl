{{- define "hls-cloud.validation.ingest" -}}
{{- $ports := .Values.runtime.ports -}}
{{- range $pod := list (list "rtmp" "ingest" "callback" "ingestMetrics") (list "delivery" "deliveryMetrics") }}
{{- range $i, $one := $pod }}
{{- range $other := slice $pod 0 $i }}
{{- if eq (int (get $ports $one)) (int (get $ports $other)) }}
runtime.ports.{{ $one }}: {{ get $ports $one }} is runtime.ports.{{ $other }} too, and one pod opens both; choose another port
{{- end }}
{{- end }}
{{- end }}
{{- end }}
{{- $addresses := len .Values.runtime.ingestAddresses }}
{{- if and $addresses (ne $addresses (int .Values.ingest.replicas)) }}
runtime.ingestAddresses: {{ $addresses }} given for {{ .Values.ingest.replicas }} ingest pods; give one address a pod, or none
{{- end }}
{{- if le (float64 .Values.ingest.idleTimeout) (float64 .Values.ingest.takeoverAfter) }}
ingest.takeoverAfter: {{ .Values.ingest.takeoverAfter }} s is not below ingest.idleTimeout ({{ .Values.ingest.idleTimeout }} s), after which the publisher is gone anyway; set a smaller one
{{- end }}
{{- $needed := include "hls-cloud.ingest.drain.podSeconds" . | int }}
{{- with .Values.ingest.terminationGracePeriodSeconds }}
{{- if lt (int .) $needed }}
ingest.terminationGracePeriodSeconds: {{ . }} s ends the pod before it is drained; set at least {{ $needed }} or null, or lower ingest.drain.seconds
{{- end }}
{{- end }}
{{- end -}}
