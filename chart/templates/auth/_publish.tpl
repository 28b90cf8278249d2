{{/*
Who may publish, who may play, and who may control. Call each with the root context:

  {{ include "hls-cloud.auth.publishSecret" . }}    name of the Secret with the publishers' keys; empty where there are none
  {{ include "hls-cloud.auth.publishKeysFile" . }}  the file that it is mounted as; empty where there are none
  {{ include "hls-cloud.auth.publishSeconds" . }}   seconds that a publisher may wait for the service at auth.publish.url
  {{ include "hls-cloud.auth.playbackSecret" . }}    name of the Secret with the keys of signed playback; empty where it is off
  {{ include "hls-cloud.auth.playbackKeysFile" . }}  the file that it is mounted as; empty where it is off
  {{ include "hls-cloud.auth.adminSecret" . }}       name of the Secret with the admin's tokens; empty where there is no control
  {{ include "hls-cloud.auth.adminTokensFile" . }}   the file that it is mounted as, in both tiers; empty where there is none

Secrets are mounted as folders, so that a changed one counts without a restart.
*/}}

{{- define "hls-cloud.auth.publishSecret" -}}
{{- with .Values.auth.publish -}}
{{- if .keys -}}{{ include "hls-cloud.names.fullname" $ }}-publish-keys{{- else -}}{{ .existingSecret }}{{- end -}}
{{- end -}}
{{- end -}}

{{- define "hls-cloud.auth.publishKeysFile" -}}
{{- if include "hls-cloud.auth.publishSecret" . -}}
{{ .Values.runtime.paths.secrets }}/publish-keys/keys.json
{{- end -}}
{{- end -}}

{{/* The name is looked up, the connection is made, the answer is waited for. */}}
{{- define "hls-cloud.auth.publishSeconds" -}}
{{- ternary (mul 3 (int .Values.auth.publish.timeout)) 0 (ne .Values.auth.publish.url "") -}}
{{- end -}}

{{- define "hls-cloud.auth.playbackSecret" -}}
{{- with .Values.auth.play.signed -}}
{{- if .enabled -}}
{{- if .keys -}}{{ include "hls-cloud.names.fullname" $ }}-playback-keys{{- else -}}{{ .existingSecret }}{{- end -}}
{{- end -}}
{{- end -}}
{{- end -}}

{{- define "hls-cloud.auth.playbackKeysFile" -}}
{{- if .Values.auth.play.signed.enabled -}}
{{ .Values.runtime.paths.secrets }}/playback-keys/keys
{{- end -}}
{{- end -}}

{{- define "hls-cloud.auth.adminSecret" -}}
{{- with .Values.auth.admin -}}
{{- if .enabled -}}
{{- if .token -}}{{ include "hls-cloud.names.fullname" $ }}-admin-token{{- else -}}{{ .existingSecret }}{{- end -}}
{{- end -}}
{{- end -}}
{{- end -}}

{{- define "hls-cloud.auth.adminTokensFile" -}}
{{- if .Values.auth.admin.enabled -}}
{{ .Values.runtime.paths.secrets }}/admin-token/token
{{- end -}}
{{- end -}}
