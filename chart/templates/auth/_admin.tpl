{{/*
Who may control streams. Call each with the root context:

  {{ include "hls-cloud.auth.admin.secret" . }}
      name of the Secret with the admin's tokens; empty where there is no control
  {{ include "hls-cloud.auth.admin.tokensFile" . }}
      the file that it is mounted as, in both tiers; empty where there is none

The Secret is mounted as a folder, so that a changed one counts without a restart.
*/}}

{{- define "hls-cloud.auth.admin.secret" -}}
{{- with .Values.auth.admin -}}
{{- if .enabled -}}
{{- if .token -}}{{ include "hls-cloud.names.fullname" $ }}-admin-token{{- else -}}{{ .existingSecret }}{{- end -}}
{{- end -}}
{{- end -}}
{{- end -}}

{{- define "hls-cloud.auth.admin.tokensFile" -}}
{{- if .Values.auth.admin.enabled -}}
{{ .Values.runtime.paths.secrets }}/admin-token/token
{{- end -}}
{{- end -}}
