{{/*
Bitrates that follow from the ladder:

  {{ include "hls-cloud.ingest.bitrate.kilobitsOf" "1920k" }}
      kbit/s as a plain number
  {{ include "hls-cloud.ingest.bitrate.heldKilobits" . }}
      kbit/s that all renditions of a stream take, from the root context
  {{ include "hls-cloud.ingest.bitrate.renditionKilobits" $rendition }}
      kbit/s of one rendition
  {{ include "hls-cloud.ingest.bitrate.max" . }}
      bit/s that a publisher may send, from the root context
  {{ include "hls-cloud.ingest.bitrate.tolerated" . }}
      bit/s above which it is dropped, from the root context
  {{ include "hls-cloud.ingest.bitrate.bandwidth" $rendition }}
      bit/s to declare for a rendition before one of its segments was seen
*/}}

{{- define "hls-cloud.ingest.bitrate.kilobitsOf" -}}
{{ trimSuffix "k" . | int64 }}
{{- end -}}

{{/*
Sum of the video and audio bitrates of all renditions in kbit/s, as far as they are let through: a copy counts the rate
at which its publisher is dropped.
*/}}
{{- define "hls-cloud.ingest.bitrate.heldKilobits" -}}
{{- $sum := div (include "hls-cloud.ingest.bitrate.tolerated" . | int64) 1000 -}}
{{- range .Values.ladder -}}
{{- if not .copy -}}
{{- $sum = add $sum (include "hls-cloud.ingest.bitrate.renditionKilobits" . | int64) -}}
{{- end -}}
{{- end -}}
{{ $sum }}
{{- end -}}

{{/* Video and audio bitrate of one rendition in kbit/s. Call with the rendition. */}}
{{- define "hls-cloud.ingest.bitrate.renditionKilobits" -}}
{{- if .copy -}}
{{ include "hls-cloud.ingest.bitrate.kilobitsOf" .maxBitrate }}
{{- else -}}
{{ add (include "hls-cloud.ingest.bitrate.kilobitsOf" .videoBitrate | int64) (include "hls-cloud.ingest.bitrate.kilobitsOf" .audioBitrate | int64) }}
{{- end -}}
{{- end -}}

{{/* What a publisher may send in bit/s: the maxBitrate of the copied rendition, 0 where there is none. */}}
{{- define "hls-cloud.ingest.bitrate.max" -}}
{{- $bits := 0 -}}
{{- range .Values.ladder -}}
{{- if .copy -}}{{- $bits = mul 1000 (include "hls-cloud.ingest.bitrate.kilobitsOf" .maxBitrate | int64) -}}{{- end -}}
{{- end -}}
{{ $bits }}
{{- end -}}

{{/*
bit/s above which a publisher is dropped, averaged over seconds: a burst is no offence. 0 where there is no limit.
*/}}
{{- define "hls-cloud.ingest.bitrate.tolerated" -}}
{{ mulf (include "hls-cloud.ingest.bitrate.max" .) 1.5 | int64 }}
{{- end -}}

{{/*
Peak bit/s to declare for an encoded rendition before a segment of it was seen, 0 for a copy.
A tenth is MPEG-TS and its tables. Call with the rendition.
*/}}
{{- define "hls-cloud.ingest.bitrate.bandwidth" -}}
{{- if .copy -}}0{{- else -}}{{ mul 1100 (include "hls-cloud.ingest.bitrate.renditionKilobits" . | int64) }}{{- end -}}
{{- end -}}
