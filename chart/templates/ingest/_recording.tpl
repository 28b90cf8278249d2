{{/*
Recordings in an ingest pod: where they are, and what njs knows of them. Call each with the root context:

  {{ include "hls-cloud.ingest.recording.finished" . }}
      folder of the finished recordings; a pod's own volume is mounted where that of VOD would be
  {{ include "hls-cloud.ingest.recording.work" . }}
      folder of the others, a folder a pod; hidden, so that it is not served
  {{ include "hls-cloud.ingest.recording.link" . }}
      the pod's own folder of those, by a link: nginx cannot ask for the pod's name
  {{ include "hls-cloud.ingest.recording.full" . }}
      a file that is there while the volume has too little room
  {{ include "hls-cloud.ingest.recording.settings" . }}
      what settings.js has, as JSON; null where nothing is recorded
  {{ include "hls-cloud.ingest.recording.memoryMi" . }}
      Mi that finishing a recording takes, a plain number
*/}}

{{- define "hls-cloud.ingest.recording.finished" -}}
{{ .Values.runtime.paths.vod }}/recordings
{{- end -}}

{{- define "hls-cloud.ingest.recording.work" -}}
{{ .Values.runtime.paths.vod }}/.recording
{{- end -}}

{{- define "hls-cloud.ingest.recording.link" -}}
{{ .Values.runtime.paths.run }}/recording
{{- end -}}

{{- define "hls-cloud.ingest.recording.full" -}}
{{ .Values.runtime.paths.run }}/recording-full
{{- end -}}

{{/* Minutes since midnight of a time such as 08:30. Call with the time. */}}
{{- define "hls-cloud.ingest.recording.minutes" -}}
{{- $parts := splitList ":" . -}}
{{ add (mul 60 (first $parts | atoi)) (last $parts | atoi) }}
{{- end -}}

{{- define "hls-cloud.ingest.recording.settings" -}}
{{- if .Values.recording.enabled -}}
{{- $names := list "sun" "mon" "tue" "wed" "thu" "fri" "sat" -}}
{{- $schedule := list -}}
{{- range .Values.recording.schedule -}}
{{- $entry := . -}}
{{- $days := list -}}
{{- range $number, $name := $names -}}
{{- if has $name (default $names $entry.days) -}}{{- $days = append $days $number -}}{{- end -}}
{{- end -}}
{{- $schedule = append $schedule (dict
      "streams" .streams
      "days" $days
      "from" (include "hls-cloud.ingest.recording.minutes" .from | int)
      "to" (include "hls-cloud.ingest.recording.minutes" .to | int)) -}}
{{- end -}}
{{ dict
  "streams" .Values.recording.streams
  "schedule" $schedule
  "maxBytes" (include "hls-cloud.quantity.number" (default "0" .Values.recording.maxSize) | float64 | int64)
  "maxSeconds" (default 0 .Values.recording.maxDuration | int64)
  "workPath" (include "hls-cloud.ingest.recording.link" .)
  "fullPath" (include "hls-cloud.ingest.recording.full" .)
  "ordersPath" (printf "%s/orders" (include "hls-cloud.ingest.recording.work" .))
  | toJson }}
{{- else -}}
null
{{- end -}}
{{- end -}}

{{/*
The ffmpeg that makes an MP4 file holds the index of all its frames. Measured: 208 MB for 5.8 hours at 25 frames a
second; more frames take more. A file without a longest time is counted as a day.
*/}}
{{- define "hls-cloud.ingest.recording.memoryMi" -}}
{{- if .Values.recording.enabled -}}
{{ divf (default 86400 .Values.recording.maxDuration) 3600 | ceil | int | mul 40 | add 64 }}
{{- else -}}
0
{{- end -}}
{{- end -}}
