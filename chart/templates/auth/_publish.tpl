{{/*
Who may publish. Call each with the root context:

  {{ include "hls-cloud.auth.publish.secret" . }}
      name of the Secret with the publishers' keys; empty where there are none
  {{ include "hls-cloud.auth.publish.keysFile" . }}
      the file that it is mounted as; empty where there are none
  {{ include "hls-cloud.auth.publish.seconds" . }}
      seconds that a publisher may wait for the service at auth.publish.url

The Secret is mounted as a folder, so that a changed one counts without a restart.
*/}}

{{- define "hls-cloud.auth.publish.secret" -}}
{{- with .Values.auth.publish -}}
{{- if .keys -}}{{ include "hls-cloud.names.fullname" $ }}-publish-keys{{- else -}}{{ .existingSecret }}{{- end -}}
{{- end -}}
{{- end -}}

{{- define "hls-cloud.auth.publish.keysFile" -}}
{{- if include "hls-cloud.auth.publish.secret" . -}}
{{ .Values.runtime.paths.secrets }}/publish-keys/keys.json
{{- end -}}
{{- end -}}

{{/* The name is looked up, the connection is made, the answer is waited for. */}}
{{- define "hls-cloud.auth.publish.seconds" -}}
{{- ternary (mul 3 (int .Values.auth.publish.timeout)) 0 (ne .Values.auth.publish.url "") -}}
{{- end -}}
