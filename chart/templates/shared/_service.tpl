{{/*
The part of a Service's spec that follows from its type. Call it with the values of the Service:

  {{ include "hls-cloud.service.exposure" .Values.ingest.service }}  type, and the fields that only some types have
  {{ include "hls-cloud.service.nodePort" .Values.ingest.service }}  the port's nodePort, empty where the type has none
*/}}

{{- define "hls-cloud.service.exposure" -}}
type: {{ .type }}
{{- if and .externalTrafficPolicy (ne .type "ClusterIP") }}
externalTrafficPolicy: {{ .externalTrafficPolicy }}
{{- end }}
{{- if eq .type "LoadBalancer" }}
{{- with .loadBalancerClass }}
loadBalancerClass: {{ . | quote }}
{{- end }}
{{- with .loadBalancerSourceRanges }}
loadBalancerSourceRanges:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- end }}
{{- end -}}

{{- define "hls-cloud.service.nodePort" -}}
{{- if and .nodePort (ne .type "ClusterIP") -}}
nodePort: {{ int .nodePort }}
{{- end -}}
{{- end -}}
