{{/*
How delivery pods end. Call each with the root context:

  {{ include "hls-cloud.delivery.drain.file" . }}     the file that marks a delivery pod which ends
  {{ include "hls-cloud.delivery.drain.seconds" . }}  seconds from that mark to the end of its nginx
*/}}

{{/* Made by delivery-drain.sh, looked for by nginx. */}}
{{- define "hls-cloud.delivery.drain.file" -}}
{{ .Values.runtime.paths.run }}/delivery-draining
{{- end -}}

{{/*
Seconds from the mark of a delivery pod's end to the end of its nginx: the cluster needs a few to take it out of the
Services, nginx looks for the mark once a second, and a player asks once a fragment.
*/}}
{{- define "hls-cloud.delivery.drain.seconds" -}}
{{ max 6 (add 3 (ceil .Values.hls.fragment)) }}
{{- end -}}
