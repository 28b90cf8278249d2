{{- define "hls-cloud.validation.volumes" -}}
{{- $delivery := .Values.delivery -}}
{{- $viewers := ternary $delivery.autoscaling.maxReplicas $delivery.replicas $delivery.autoscaling.enabled | int -}}
{{- $ingest := int .Values.ingest.replicas -}}
{{ include "hls-cloud.validation.volumes.one" (dict
  "path" "storage.shared" "volume" .Values.storage.shared
  "used" (eq .Values.storage.mode "shared") "switch" "storage.mode to shared"
  "scaled" (or (gt $ingest 1) (gt $viewers 1)) "pods" (printf "%d ingest and up to %d delivery pods" $ingest $viewers)
) }}
{{ include "hls-cloud.validation.volumes.one" (dict
  "path" "vod" "volume" .Values.vod
  "used" .Values.vod.enabled "switch" "vod.enabled to true"
  "scaled" (gt $viewers 1) "pods" (printf "up to %d delivery pods" $viewers)
) }}
{{- end -}}

{{/*
One volume. Call it with a dict of its path and values, whether it is used and what would switch it on, and who mounts
it.
*/}}
{{- define "hls-cloud.validation.volumes.one" -}}
{{- $path := .path -}}
{{- $volume := .volume -}}
{{- $kinds := list -}}
{{- if or $volume.nfs.server $volume.nfs.path }}{{ $kinds = append $kinds "nfs" }}{{ end -}}
{{- if $volume.existingClaim }}{{ $kinds = append $kinds "existingClaim" }}{{ end -}}
{{- if $volume.storageClass }}{{ $kinds = append $kinds "storageClass" }}{{ end -}}
{{- if $volume.hostPath.path }}{{ $kinds = append $kinds "hostPath" }}{{ end -}}
{{- if not .used }}
{{- range $kinds }}
{{ $path }}.{{ . }}: it is set, but the volume is not used; set {{ $.switch }}, or remove it
{{- end }}
{{- else }}
{{- if not $kinds }}
{{ $path }}: there is no volume; set one of {{ $path }}.nfs, .existingClaim, .storageClass and .hostPath
{{- else if gt (len $kinds) 1 }}
{{ $path }}: {{ join ", " $kinds }} are set, and only one volume can be mounted; keep one of them
{{- end }}
{{- if and $volume.nfs.server (not $volume.nfs.path) }}
{{ $path }}.nfs.path: the server has no path; set the path that it exports
{{- else if and $volume.nfs.path (not $volume.nfs.server) }}
{{ $path }}.nfs.server: the path has no server; set the server that exports it
{{- end }}
{{- if not $volume.existingClaim }}
{{- if eq $volume.accessMode "ReadWriteOncePod" }}
{{ $path }}.accessMode: ReadWriteOncePod admits one pod, and an update or the other tier needs a second; set ReadWriteMany
{{- else if and .scaled (eq $volume.accessMode "ReadWriteOnce") }}
{{ $path }}.accessMode: ReadWriteOnce admits one node, and {{ .pods }} mount the volume; set ReadWriteMany, or run one pod of each
{{- end }}
{{- end }}
{{- end }}
{{- end -}}
