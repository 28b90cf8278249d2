{{/*
Rules that need more than one value, which the schema cannot state. Call it once, with the root context:

  {{ include "hls-cloud.validation.values" . }}

It fails once, with every problem found. Each rule has a file beside this one, and prints a line for a problem:
`PATH: what is wrong; fix`.
*/}}

{{- define "hls-cloud.validation.values" -}}
{{- $problems := list -}}
{{- range list "removed" "ladder" "playlists" "ingest" "delivery" "services" "routes" "resources" "volumes" "recording" "auth" "paths" "labels" -}}
{{- $found := include (printf "hls-cloud.validation.%s" .) $ -}}
{{- range splitList "\n" $found -}}
{{- with trim . -}}{{- $problems = append $problems . -}}{{- end -}}
{{- end -}}
{{- end -}}
{{- with uniq $problems -}}
{{- printf "\n\nThese values do not work:\n- %s\n" (join "\n- " .) | fail -}}
{{- end -}}
{{- end -}}
