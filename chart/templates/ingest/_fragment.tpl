{{/*
Milliseconds to give nginx-rtmp for a fragment of so many seconds. It cuts at the first keyframe that is not earlier;
a tenth of a second less forgives a publisher's rounding. Call with the seconds.
*/}}
{{- define "hls-cloud.ingest.fragment.milliseconds" -}}
{{ sub (mulf . 1000 | int64) 100 }}
{{- end -}}
