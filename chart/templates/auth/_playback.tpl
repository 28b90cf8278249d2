{{/*
Who may play. Call each with the root context:

  {{ include "hls-cloud.auth.playback.secret" . }}
      name of the Secret with the keys of signed playback; empty where it is off
  {{ include "hls-cloud.auth.playback.keysFile" . }}
      the file that it is mounted as; empty where it is off

The Secret is mounted as a folder, so that a changed one counts without a restart.
*/}}

{{- define "hls-cloud.auth.playback.secret" -}}
{{- with .Values.auth.play.signed -}}
{{- if .enabled -}}
{{- if .keys -}}{{ include "hls-cloud.names.fullname" $ }}-playback-keys{{- else -}}{{ .existingSecret }}{{- end -}}
{{- end -}}
{{- end -}}
{{- end -}}

{{- define "hls-cloud.auth.playback.keysFile" -}}
{{- if .Values.auth.play.signed.enabled -}}
{{ .Values.runtime.paths.secrets }}/playback-keys/keys
{{- end -}}
{{- end -}}
