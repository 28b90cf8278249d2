{{/*
Where the ingest pods are. Call each with the root context:

  {{ include "hls-cloud.ingest.addresses" . }}
      host:port of every ingest pod's HTTP server, as a JSON list
  {{ include "hls-cloud.ingest.addresses.peers" . }}
      those that may own a stream besides the pod asked; none where there is only one pod
*/}}

{{- define "hls-cloud.ingest.addresses" -}}
{{- $addresses := .Values.runtime.ingestAddresses -}}
{{- if not $addresses -}}
{{- range $ordinal := until (int .Values.ingest.replicas) -}}
{{- $addresses = append $addresses (printf "%s-%d:%d" (include "hls-cloud.names.ingest" $) $ordinal (int $.Values.runtime.ports.ingest)) -}}
{{- end -}}
{{- end -}}
{{ toJson $addresses }}
{{- end -}}

{{- define "hls-cloud.ingest.addresses.peers" -}}
{{- $addresses := include "hls-cloud.ingest.addresses" . | fromJsonArray -}}
{{ gt (len $addresses) 1 | ternary $addresses list | toJson }}
{{- end -}}
