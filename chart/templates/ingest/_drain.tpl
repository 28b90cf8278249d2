{{/*
How pods end. Call each with the root context; those without a tier's name are ingest's:

  {{ include "hls-cloud.drain.file" . }}           the file by which the preStop script tells nginx what it does
  {{ include "hls-cloud.drain.endSeconds" . }}     seconds in which publishers that are ended have to go
  {{ include "hls-cloud.drain.lingerSeconds" . }}  seconds for which a pod's newest segments stay within reach
  {{ include "hls-cloud.drain.podSeconds" . }}     seconds that all of a pod's end takes at most
  {{ include "hls-cloud.delivery.drainFile" . }}     the file that marks a delivery pod which ends
  {{ include "hls-cloud.delivery.drainSeconds" . }}  seconds from that mark to the end of its nginx
*/}}

{{- define "hls-cloud.drain.file" -}}
{{ .Values.runtime.paths.run }}/drain
{{- end -}}

{{/* nginx-rtmp asks for each publisher once a second; ffmpeg then writes what it holds. */}}
{{- define "hls-cloud.drain.endSeconds" -}}
5
{{- end -}}

{{/*
Players are three fragments behind, and a new one begins there: 5 s for the encoder's reconnect come on top. A shared
volume keeps the segments anyway. A single pod must not linger: its successor starts only after its end.
*/}}
{{- define "hls-cloud.drain.lingerSeconds" -}}
{{- if and (eq .Values.storage.mode "origin") (gt (int .Values.ingest.replicas) 1) -}}
{{ addf (mulf 3 .Values.hls.fragment) 5 | ceil | int }}
{{- else -}}
0
{{- end -}}
{{- end -}}

{{/* The last 5 s are nginx's own. */}}
{{- define "hls-cloud.drain.podSeconds" -}}
{{- $after := add (include "hls-cloud.drain.endSeconds" .) (include "hls-cloud.drain.lingerSeconds" .) 5 -}}
{{ add .Values.ingest.drain.seconds $after }}
{{- end -}}

{{/* File that marks a delivery pod that ends: made by delivery-drain.sh, looked for by nginx. */}}
{{- define "hls-cloud.delivery.drainFile" -}}
{{ .Values.runtime.paths.run }}/delivery-draining
{{- end -}}

{{/*
Seconds from the mark of a delivery pod's end to the end of its nginx: the cluster needs a few to take it out of the
Services, nginx looks for the mark once a second, and a player asks once a fragment.
*/}}
{{- define "hls-cloud.delivery.drainSeconds" -}}
{{ max 6 (add 3 (ceil .Values.hls.fragment)) }}
{{- end -}}
