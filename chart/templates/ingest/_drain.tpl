{{/*
How ingest pods end. Call each with the root context:

  {{ include "hls-cloud.ingest.drain.file" . }}           the file by which the preStop script tells nginx what it does
  {{ include "hls-cloud.ingest.drain.endSeconds" . }}     seconds in which publishers that are ended have to go
  {{ include "hls-cloud.ingest.drain.lingerSeconds" . }}  seconds for which a pod's newest segments stay within reach
  {{ include "hls-cloud.ingest.drain.podSeconds" . }}     seconds that all of a pod's end takes at most
*/}}

{{- define "hls-cloud.ingest.drain.file" -}}
{{ .Values.runtime.paths.run }}/drain
{{- end -}}

{{/* nginx-rtmp asks for each publisher once a second; ffmpeg then writes what it holds. */}}
{{- define "hls-cloud.ingest.drain.endSeconds" -}}
5
{{- end -}}

{{/*
Players are three fragments behind, and a new one begins there: 5 s for the encoder's reconnect come on top. A shared
volume keeps the segments anyway. A single pod must not linger: its successor starts only after its end.
*/}}
{{- define "hls-cloud.ingest.drain.lingerSeconds" -}}
{{- if and (eq .Values.storage.mode "origin") (gt (int .Values.ingest.replicas) 1) -}}
{{ addf (mulf 3 .Values.hls.fragment) 5 | ceil | int }}
{{- else -}}
0
{{- end -}}
{{- end -}}

{{/* The last 5 s are nginx's own. */}}
{{- define "hls-cloud.ingest.drain.podSeconds" -}}
{{- $after := add (include "hls-cloud.ingest.drain.endSeconds" .) (include "hls-cloud.ingest.drain.lingerSeconds" .) 5 -}}
{{ add .Values.ingest.drain.seconds $after }}
{{- end -}}
