{{- define "hls-cloud.validation.routes" -}}
{{- with .Values.delivery }}
{{- if and .ingress.enabled (not .ingress.hosts) }}
delivery.ingress.hosts: the Ingress has none; add a host with its paths, or set delivery.ingress.enabled to false
{{- end }}
{{- if and .httpRoute.enabled (not .httpRoute.parentRefs) }}
delivery.httpRoute.parentRefs: the route has no gateway; name one, or set delivery.httpRoute.enabled to false
{{- end }}
{{- end }}
{{- with .Values.ingest.tcpRoute }}
{{- if and .enabled (not .parentRefs) }}
ingest.tcpRoute.parentRefs: the route has no gateway; name one, or set ingest.tcpRoute.enabled to false
{{- end }}
{{- end }}
{{- end -}}
