{{/*
Parts that the pods of both tiers share. Call each with a dict of the root context and the component:

  {{ include "hls-cloud.pod.identity" (dict "root" $ "component" "ingest") }}    account, pull secrets, security context
  {{ include "hls-cloud.pod.container" (dict "root" $ "component" "ingest") }}   image, command, security
                                                                                 context, environment
  {{ include "hls-cloud.pod.probes" (dict "root" $ "component" "ingest") }}      liveness, readiness and startup
  {{ include "hls-cloud.pod.nodes" (dict "root" $ "component" "ingest") }}       which nodes the pods may run on
  {{ include "hls-cloud.pod.scheduling" (dict "root" $ "component" "ingest") }}  where the pods may and should run
  {{ include "hls-cloud.pod.runVolume" . }}                                      the volume of the processes' state,
                                                                                 from the root context
*/}}

{{/* The pid file, claims and small temporary files. */}}
{{- define "hls-cloud.pod.runMi" -}}
16
{{- end -}}

{{- define "hls-cloud.pod.identity" -}}
{{- $tier := get .root.Values .component -}}
serviceAccountName: {{ include "hls-cloud.names.serviceAccount" .root | quote }}
automountServiceAccountToken: false
enableServiceLinks: false
{{- with include "hls-cloud.image.pullSecrets" .root }}
imagePullSecrets:
  {{- . | nindent 2 }}
{{- end }}
{{- with $tier.podSecurityContext }}
securityContext:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- end -}}

{{- define "hls-cloud.pod.container" -}}
{{- $tier := get .root.Values .component -}}
image: {{ include "hls-cloud.image.reference" .root | quote }}
imagePullPolicy: {{ .root.Values.image.pullPolicy }}
command: [/bin/sh, {{ .root.Values.runtime.paths.config }}/{{ .component }}-start.sh]
{{- with $tier.securityContext }}
securityContext:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with $tier.extraEnv }}
env:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- end -}}

{{- define "hls-cloud.pod.probes" -}}
{{- $tier := get .root.Values .component -}}
{{- $paths := dict "livenessProbe" "/healthz" "readinessProbe" "/readyz" "startupProbe" "/healthz" -}}
{{- range $probe, $path := $paths }}
{{ $probe }}:
  httpGet:
    path: {{ $path }}
    port: http
  {{- with get $tier $probe }}
  {{- toYaml . | nindent 2 }}
  {{- end }}
{{- end }}
{{- end -}}

{{- define "hls-cloud.pod.nodes" -}}
{{- $tier := get .root.Values .component -}}
{{- with $tier.nodeSelector }}
nodeSelector:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with $tier.tolerations }}
tolerations:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- end -}}

{{- define "hls-cloud.pod.scheduling" -}}
{{- $tier := get .root.Values .component -}}
{{- $selector := include "hls-cloud.labels.selector" . | fromYaml -}}
{{- include "hls-cloud.pod.nodes" . }}
{{- $constraints := list -}}
{{- range $tier.topologySpreadConstraints -}}
{{- $own := default (dict "matchLabels" $selector) .labelSelector -}}
{{- $constraints = append $constraints (set (deepCopy .) "labelSelector" $own) -}}
{{- end -}}
{{- with $constraints }}
topologySpreadConstraints:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- if $tier.affinity }}
affinity:
  {{- toYaml $tier.affinity | nindent 2 }}
{{- else if not $constraints }}
affinity:
  podAntiAffinity:
    preferredDuringSchedulingIgnoredDuringExecution:
      - weight: 100
        podAffinityTerm:
          topologyKey: kubernetes.io/hostname
          labelSelector:
            matchLabels:
              {{- toYaml $selector | nindent 14 }}
{{- end }}
{{- with $tier.priorityClassName }}
priorityClassName: {{ . | quote }}
{{- end }}
{{- end -}}

{{- define "hls-cloud.pod.runVolume" -}}
- name: run
  emptyDir:
    medium: Memory
    sizeLimit: {{ include "hls-cloud.pod.runMi" . }}Mi
{{- end -}}
