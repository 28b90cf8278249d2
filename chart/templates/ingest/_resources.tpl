{{/*
What an ingest pod needs, computed from the ladder. Call each with the root context, except where said:

  {{ include "hls-cloud.ingest.resources" . }}          requests and limits of an ingest container
  {{ include "hls-cloud.ingest.resources.mediaMi" . }}  Mi that one origin's segments take, a plain number

The others are parts of these.
*/}}

{{/*
Mi of one stream's frames that encoders look ahead, at 16:9: a frame takes 2.2 bytes for each pixel of its width
squared, with all that libx264 knows of it (docs/sizing.md).
*/}}
{{- define "hls-cloud.ingest.resources.lookaheadMi" -}}
{{- $sum := 0 -}}
{{- range .Values.ladder -}}
{{- if not .copy -}}
{{- $width := include "hls-cloud.ingest.resources.width" . | int64 -}}
{{- $sum = divf (mulf 2.2 $width $width (int $.Values.ingest.transcoder.lookahead)) 1048576 | ceil | int64 | add $sum -}}
{{- end -}}
{{- end -}}
{{ $sum }}
{{- end -}}

{{/* Width of an encoded rendition; 16:9 where it has a height. Call with the rendition. */}}
{{- define "hls-cloud.ingest.resources.width" -}}
{{ .width | default (divf (mul 16 (int64 (.height | default 0))) 9) | int64 }}
{{- end -}}

{{/*
CPU of one stream's ladder in thousandths of a core, at 30 frames a second. A copy costs next to nothing, a poster made
of it as much again; decoding costs once; a rendition costs its scaling, its audio and its pixels. Fitted to what a 720p
source takes with libx264 superfast (docs/sizing.md); slower presets and larger sources need more.
*/}}
{{- define "hls-cloud.ingest.resources.millicores" -}}
{{- $sum := 10 -}}
{{- if and .Values.ingest.posters.enabled (not (include "hls-cloud.ingest.ffmpeg.encodes" .)) }}{{ $sum = add $sum 10 }}{{ end -}}
{{- $decoding := 120 -}}
{{- range .Values.ladder -}}
{{- if not .copy -}}
{{- $width := include "hls-cloud.ingest.resources.width" . | int64 -}}
{{- $sum = add $sum $decoding 120 (div (mul $width $width) 10800) -}}
{{- $decoding = 0 -}}
{{- end -}}
{{- end -}}
{{ $sum }}
{{- end -}}

{{/*
nginx-rtmp deletes a segment that is older than twice the playlist, and looks for such ones every ten seconds
(files/ingest/ingest.conf); the fragment being written comes on top. This much is held of HLS, and of DASH again.
10 % is what the transport stream adds to the audio and video that it carries. A stream's poster, and the next one while
it is written, take less than 1 Mi.
*/}}
{{- define "hls-cloud.ingest.resources.mediaMi" -}}
{{- $seconds := addf (mulf 2 .Values.hls.playlistLength) 10 .Values.hls.fragment -}}
{{- if .Values.dash.enabled -}}
{{- $seconds = addf $seconds (mulf 2 (include "hls-cloud.dash.playlistLength" .)) 10 (include "hls-cloud.dash.fragment" .) -}}
{{- end -}}
{{- $bytesPerSecond := mulf (include "hls-cloud.ingest.bitrate.heldKilobits" .) 125 1.1 -}}
{{- $posters := ternary .Values.ingest.maxStreams 0 .Values.ingest.posters.enabled -}}
{{- divf (mulf $seconds $bytesPerSecond .Values.ingest.maxStreams) 1048576 | ceil | int64 | add $posters -}}
{{- end -}}

{{/*
What the processes take: 64 Mi for nginx, and for each stream an ffmpeg of 64 Mi and 40 Mi for each encoded rendition,
and the frames that it looks ahead.
Measured with a 720p source: 15 MB, 59 MB for a copy alone and 138 MB for the default ladder.
*/}}
{{- define "hls-cloud.ingest.resources.memoryMi" -}}
{{- $media := ternary (include "hls-cloud.ingest.resources.mediaMi" .) "0" (eq .Values.storage.mode "origin") -}}
{{- $stream := include "hls-cloud.ingest.resources.lookaheadMi" . | int64 | add 64 -}}
{{- range .Values.ladder }}{{ if not .copy }}{{ $stream = add $stream 40 }}{{ end }}{{ end -}}
{{- add $media (include "hls-cloud.pod.runMi" .) 64 (include "hls-cloud.ingest.recording.memoryMi" .) (mul $stream .Values.ingest.maxStreams) -}}
{{- end -}}

{{/*
What is computed is for keys that nobody gave. A memory request or limit that was given stands for both of them, and a
CPU limit replaces the computed request: a request above its limit is refused by Kubernetes.
*/}}
{{- define "hls-cloud.ingest.resources" -}}
{{- $given := .Values.ingest.resources -}}
{{- $requests := default dict $given.requests -}}
{{- $limits := default dict $given.limits -}}
{{- $computed := printf "%sMi" (include "hls-cloud.ingest.resources.memoryMi" .) -}}
{{- $memory := coalesce $limits.memory $requests.memory $computed -}}
{{- $streams := mul (include "hls-cloud.ingest.resources.millicores" .) .Values.ingest.maxStreams -}}
{{- $cpu := default (printf "%dm" (add 100 $streams)) $limits.cpu -}}
{{- $base := dict
  "requests" (dict "cpu" $cpu "memory" (default $memory $requests.memory))
  "limits" (dict "memory" $memory)
-}}
{{- mergeOverwrite $base (deepCopy $given) | toYaml -}}
{{- end -}}
