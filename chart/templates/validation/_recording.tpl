{{/* Every ingest pod writes to the volume, and every delivery pod reads it, unless each ingest pod has its own. */}}
{{- define "hls-cloud.validation.recording" -}}
{{- with .Values.recording }}
{{- if .enabled }}
{{- $vod := $.Values.vod }}
{{- $onPods := eq .volume.mode "pod" }}
{{- if and .volume.storageClass (not $onPods) }}
recording.volume.storageClass: it is set, but recordings go to the volume of vod; set recording.volume.mode to pod, or remove it
{{- end }}
{{- if $onPods }}
{{- if le (include "hls-cloud.quantity.number" .volume.size | float64) (include "hls-cloud.quantity.number" .minFree | float64) }}
recording.volume.size: {{ .volume.size }} is no more than what must stay free (recording.minFree, {{ .minFree }}), so that nothing would be recorded; raise it, or lower recording.minFree
{{- end }}
{{- else if not $vod.enabled }}
recording.enabled: recordings are kept on the VOD volume, and there is none; set vod.enabled to true and its volume, or recording.volume.mode to pod
{{- else if not $vod.existingClaim }}
{{- if ne $vod.accessMode "ReadWriteMany" }}
vod.accessMode: {{ $vod.accessMode }} keeps the ingest pods from writing recordings beside delivery; set ReadWriteMany, or recording.volume.mode to pod
{{- end }}
{{- if and $vod.nfs.server (has "ro" $vod.nfs.mountOptions) }}
vod.nfs.mountOptions: ro keeps the ingest pods from writing recordings; remove it, or set recording.volume.mode to pod
{{- end }}
{{- end }}
{{- if and .schedule (has "*" .streams) }}
recording.schedule: recording.streams has *, so that all streams are recorded at all times; set recording.streams to [], or remove the schedule
{{- end }}
{{- range $i, $entry := .schedule }}
{{- if eq $entry.from $entry.to }}
recording.schedule[{{ $i }}].to: {{ $entry.to }} is its beginning too; set another time, or 00:00 to 24:00 for the whole day
{{- end }}
{{- end }}
{{- if and .maxSize .keep.size }}
{{- if lt (include "hls-cloud.quantity.number" .keep.size | float64) (include "hls-cloud.quantity.number" .maxSize | float64) }}
recording.keep.size: {{ .keep.size }} is less than one file of recording.maxSize ({{ .maxSize }}); raise it, or lower recording.maxSize
{{- end }}
{{- end }}
{{- end }}
{{- end }}
{{- end -}}
