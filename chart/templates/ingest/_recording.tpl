{{/*
Recordings: where they are, and what njs knows of them. Call each with the root context:

  {{ include "hls-cloud.recording.onPods" . }}    `true` where each ingest pod has a volume of its own; else empty
  {{ include "hls-cloud.recording.claim" . }}     name of the pods' claims in the StatefulSet; Kubernetes puts the pod's name behind it
  {{ include "hls-cloud.recording.films" . }}     folder of the finished recordings; a pod's own volume is mounted where that of VOD would be
  {{ include "hls-cloud.recording.work" . }}      folder of the others, a folder a pod; hidden, so that it is not served
  {{ include "hls-cloud.recording.link" . }}      the pod's own folder of those, by a link: nginx cannot ask for the pod's name
  {{ include "hls-cloud.recording.full" . }}      a file that is there while the volume has too little room
  {{ include "hls-cloud.recording.settings" . }}  what settings.js has, as JSON; null where nothing is recorded
  {{ include "hls-cloud.recording.memoryMi" . }}  Mi that making a film takes, a plain number
*/}}

{{- define "hls-cloud.recording.onPods" -}}
{{- if and .Values.recording.enabled (eq .Values.recording.volume.mode "pod") -}}true{{- end -}}
{{- end -}}

{{- define "hls-cloud.recording.claim" -}}
recordings
{{- end -}}

{{- define "hls-cloud.recording.films" -}}
{{ .Values.runtime.paths.vod }}/recordings
{{- end -}}

{{- define "hls-cloud.recording.work" -}}
{{ .Values.runtime.paths.vod }}/.recording
{{- end -}}

{{- define "hls-cloud.recording.link" -}}
{{ .Values.runtime.paths.run }}/recording
{{- end -}}

{{- define "hls-cloud.recording.full" -}}
{{ .Values.runtime.paths.run }}/recording-full
{{- end -}}

{{/* Minutes since midnight of a time such as 08:30. Call with the time. */}}
{{- define "hls-cloud.recording.minutes" -}}
{{- $parts := splitList ":" . -}}
{{ add (mul 60 (first $parts | atoi)) (last $parts | atoi) }}
{{- end -}}

{{- define "hls-cloud.recording.settings" -}}
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
      "from" (include "hls-cloud.recording.minutes" .from | int)
      "to" (include "hls-cloud.recording.minutes" .to | int)) -}}
{{- end -}}
{{ dict
  "streams" .Values.recording.streams
  "schedule" $schedule
  "maxBytes" (include "hls-cloud.resources.number" (default "0" .Values.recording.maxSize) | float64 | int64)
  "maxSeconds" (default 0 .Values.recording.maxDuration | int64)
  "workPath" (include "hls-cloud.recording.link" .)
  "fullPath" (include "hls-cloud.recording.full" .)
  "ordersPath" (printf "%s/orders" (include "hls-cloud.recording.work" .))
  | toJson }}
{{- else -}}
null
{{- end -}}
{{- end -}}

{{/*
The ffmpeg that makes a film holds the index of all its frames. Measured: 208 MB for 5.8 hours at 25 frames a second; more of
them take more. A file without a longest time is counted as a day.
*/}}
{{- define "hls-cloud.recording.memoryMi" -}}
{{- if .Values.recording.enabled -}}
{{ divf (default 86400 .Values.recording.maxDuration) 3600 | ceil | int | mul 40 | add 64 }}
{{- else -}}
0
{{- end -}}
{{- end -}}
