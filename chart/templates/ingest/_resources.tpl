{{/*
What the pods need, computed from the ladder. Call each with the root context, except where said:

  {{ include "hls-cloud.resources.number" "512Mi" }}  a quantity as a plain number, of bytes or of CPUs
  {{ include "hls-cloud.ingest.mediaMi" . }}          Mi that one origin's segments take, a plain number
  {{ include "hls-cloud.resources.runMi" . }}         Mi of the volume for the processes' state, a plain number
  {{ include "hls-cloud.ingest.resources" . }}        requests and limits of an ingest container
*/}}

{{- define "hls-cloud.resources.number" -}}
{{- $decimal := dict "m" 1e-3 "k" 1e3 "M" 1e6 "G" 1e9 "T" 1e12 "P" 1e15 "E" 1e18 -}}
{{- $binary := dict "Ki" 0x1p10 "Mi" 0x1p20 "Gi" 0x1p30 "Ti" 0x1p40 "Pi" 0x1p50 "Ei" 0x1p60 -}}
{{- $unit := regexFind "[A-Za-z]*$" (toString .) -}}
{{- mulf (trimSuffix $unit (toString .)) (dig $unit 1 (merge $decimal $binary)) -}}
{{- end -}}

{{/* The pid file, claims and small temporary files. */}}
{{- define "hls-cloud.resources.runMi" -}}
16
{{- end -}}

{{/*
nginx-rtmp deletes a segment that is older than twice the playlist, and looks for such ones every ten seconds
(files/ingest/ingest.conf); the fragment being written comes on top. This much is held of HLS, and of DASH again.
10 % is what the transport stream adds to the audio and video that it carries. A stream's poster, and the next one while it
is written, take less than 1 Mi.
*/}}
{{- define "hls-cloud.ingest.mediaMi" -}}
{{- $seconds := addf (mulf 2 .Values.hls.playlistLength) 10 .Values.hls.fragment -}}
{{- if .Values.dash.enabled -}}
{{- $seconds = addf $seconds (mulf 2 (include "hls-cloud.dash.playlistLength" .)) 10 (include "hls-cloud.dash.fragment" .) -}}
{{- end -}}
{{- $bytesPerSecond := mulf (include "hls-cloud.ladder.heldKilobits" .) 125 1.1 -}}
{{- $posters := ternary .Values.ingest.maxStreams 0 .Values.ingest.posters.enabled -}}
{{- divf (mulf $seconds $bytesPerSecond .Values.ingest.maxStreams) 1048576 | ceil | int64 | add $posters -}}
{{- end -}}

{{/*
What the processes take: 64 Mi for nginx, and for each stream an ffmpeg of 64 Mi and 40 Mi for each encoded rendition, and the frames that it
looks ahead.
Measured with a 720p source: 15 MB, 59 MB for a copy alone and 138 MB for the default ladder.
*/}}
{{- define "hls-cloud.ingest.memoryMi" -}}
{{- $media := ternary (include "hls-cloud.ingest.mediaMi" .) "0" (eq .Values.storage.mode "origin") -}}
{{- $stream := include "hls-cloud.ladder.lookaheadMi" . | int64 | add 64 -}}
{{- range .Values.ladder }}{{ if not .copy }}{{ $stream = add $stream 40 }}{{ end }}{{ end -}}
{{- add $media (include "hls-cloud.resources.runMi" .) 64 (include "hls-cloud.recording.memoryMi" .) (mul $stream .Values.ingest.maxStreams) -}}
{{- end -}}

{{/*
What is computed is for keys that nobody gave. A memory request or limit that was given stands for both of them, and a
CPU limit replaces the computed request: a request above its limit is refused by Kubernetes.
*/}}
{{- define "hls-cloud.ingest.resources" -}}
{{- $given := .Values.ingest.resources -}}
{{- $requests := default dict $given.requests -}}
{{- $limits := default dict $given.limits -}}
{{- $computed := printf "%sMi" (include "hls-cloud.ingest.memoryMi" .) -}}
{{- $memory := coalesce $limits.memory $requests.memory $computed -}}
{{- $streams := mul (include "hls-cloud.ladder.millicores" .) .Values.ingest.maxStreams -}}
{{- $cpu := default (printf "%dm" (add 100 $streams)) $limits.cpu -}}
{{- $base := dict
  "requests" (dict "cpu" $cpu "memory" (default $memory $requests.memory))
  "limits" (dict "memory" $memory)
-}}
{{- mergeOverwrite $base (deepCopy $given) | toYaml -}}
{{- end -}}
