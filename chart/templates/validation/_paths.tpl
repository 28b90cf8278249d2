{{/* nginx-rtmp's cleaner deletes what it finds old anywhere below the media folder. */}}
{{- define "hls-cloud.validation.paths" -}}
{{- $paths := .Values.runtime.paths -}}
{{- $folders := list "config" "run" "media" "vod" "cache" "secrets" -}}
{{- range $i, $one := $folders }}
{{- range $other := slice $folders 0 $i }}
{{- if eq (get $paths $one | trimSuffix "/") (get $paths $other | trimSuffix "/") }}
runtime.paths.{{ $one }}: {{ get $paths $one }} is runtime.paths.{{ $other }} too; choose another folder
{{- end }}
{{- end }}
{{- end }}
{{- if hasPrefix (printf "%s/" (trimSuffix "/" $paths.media)) $paths.vod }}
runtime.paths.vod: {{ $paths.vod }} lies in runtime.paths.media, where old files are deleted; choose a folder outside of it
{{- end }}
{{- end -}}
