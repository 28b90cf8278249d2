{{/* nginx looks names up by itself, as they are: it knows neither search domains nor /etc/hosts. */}}
{{- define "hls-cloud.validation.auth" -}}
{{- with .Values.auth.publish }}
{{- if and .keys .existingSecret }}
auth.publish.existingSecret: it is set, and auth.publish.keys are too; keep one of them
{{- end }}
{{- range $name := keys .keys | sortAlpha }}
{{- if not (regexMatch "^[A-Za-z0-9_*-]{1,64}$" $name) }}
auth.publish.keys: {{ $name | quote }} is no name of a stream and no pattern of names; use 1 to 64 of A-Z a-z 0-9 _ - *
{{- end }}
{{- end }}
{{- with $.Values.auth.play.signed }}
{{- if and .keys .existingSecret }}
auth.play.signed.existingSecret: it is set, and auth.play.signed.keys are too; keep one of them
{{- else if and .enabled (not .keys) (not .existingSecret) }}
auth.play.signed.keys: there are none, so that nobody could play; set them or auth.play.signed.existingSecret, or set auth.play.signed.enabled to false
{{- else if and (not .enabled) (or .keys .existingSecret) }}
auth.play.signed.{{ ternary "keys" "existingSecret" (gt (len .keys) 0) }}: it is set, but signed playback is off; set auth.play.signed.enabled to true, or remove it
{{- end }}
{{- end }}
{{- with $.Values.auth.admin }}
{{- if and .token .existingSecret }}
auth.admin.existingSecret: it is set, and auth.admin.token is too; keep one of them
{{- else if and .enabled (not .token) (not .existingSecret) }}
auth.admin.token: there is none, so that nobody could control streams; set it or auth.admin.existingSecret, or set auth.admin.enabled to false
{{- else if and (not .enabled) (or .token .existingSecret) }}
auth.admin.{{ ternary "token" "existingSecret" (ne .token "") }}: it is set, but control is off; set auth.admin.enabled to true, or remove it
{{- end }}
{{- end }}
{{- $host := regexReplaceAll "^https?://([^/]*?)(:[0-9]+)?(/.*)?$" .url "${1}" }}
{{- if or (and $host (not (contains "." $host)) (not (contains "[" $host))) (hasSuffix ".svc" $host) }}
auth.publish.url: {{ $host }} is no full name, and cluster search domains are not tried; write a name such as keys.default.svc.cluster.local, or an address
{{- end }}
{{- end }}
{{- end -}}
