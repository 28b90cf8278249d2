{{/*
The image that both tiers run. Call each with the root context:

  {{ include "hls-cloud.image.reference" . }}    registry/repository:tag, or registry/repository@digest
  {{ include "hls-cloud.image.pullSecrets" . }}  the list for imagePullSecrets, empty where there is none
*/}}

{{- define "hls-cloud.image.reference" -}}
{{- $image := .Values.image -}}
{{- $registry := default .Values.global.imageRegistry $image.registry -}}
{{- if $registry -}}{{ $registry }}/{{- end -}}
{{- $image.repository -}}
{{- if $image.digest -}}
@{{ $image.digest }}
{{- else -}}
:{{ default .Chart.AppVersion $image.tag }}
{{- end -}}
{{- end -}}

{{/* A parent chart may write its global secrets as names or as objects with a name. */}}
{{- define "hls-cloud.image.pullSecrets" -}}
{{- $names := list -}}
{{- range concat (default list .Values.global.imagePullSecrets) .Values.imagePullSecrets -}}
{{- if kindIs "map" . -}}
{{- $names = append $names .name -}}
{{- else -}}
{{- $names = append $names . -}}
{{- end -}}
{{- end -}}
{{- range uniq $names }}
- name: {{ . | quote }}
{{- end -}}
{{- end -}}
