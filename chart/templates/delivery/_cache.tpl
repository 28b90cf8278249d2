{{/*
Caches of what delivery pulls from the ingest pods:

  {{ include "hls-cloud.delivery.cache.megabytes" .Values.delivery.cache.size }}
      megabytes that nginx may fill of a volume of that size
  {{ include "hls-cloud.delivery.cache.recordings" . }}
      folder of the cache of recordings, from the root context
*/}}

{{/* Four fifths of the volume, since nginx clears up a little late. */}}
{{- define "hls-cloud.delivery.cache.megabytes" -}}
{{- $size := . -}}
{{- $mebibytes := hasSuffix "Gi" $size | ternary (mul 1024 (trimSuffix "Gi" $size | int64)) (trimSuffix "Mi" $size | int64) -}}
{{ div (mul $mebibytes 4) 5 }}
{{- end -}}

{{- define "hls-cloud.delivery.cache.recordings" -}}
{{ .Values.runtime.paths.cache }}/recordings
{{- end -}}
