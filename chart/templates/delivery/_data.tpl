{{/*
What the delivery tier's ConfigMap holds. Call it with the root context:

  {{ include "hls-cloud.delivery.data" . }}

The pods' checksum is made of this alone, so that a change of labels or of the chart's version restarts nothing.
The 2 is the text's indentation, said aloud so that a text may begin with spaces.
*/}}

{{- define "hls-cloud.delivery.data" -}}
{{- $data := dict
  "delivery.conf" (tpl (.Files.Get "files/delivery/delivery.conf") .)
  "delivery-settings.js" (tpl (.Files.Get "files/delivery/delivery-settings.js") .)
  "delivery.js" (.Files.Get "files/delivery/delivery.js")
  "delivery-start.sh" (tpl (.Files.Get "files/delivery/delivery-start.sh") .)
  "delivery-drain.sh" (tpl (.Files.Get "files/delivery/delivery-drain.sh") .)
-}}
{{- $playlist := printf "%s.js" (include "hls-cloud.delivery.playlists.module" .) -}}
{{- $_ := set $data $playlist (.Files.Get (printf "files/delivery/%s" $playlist)) -}}
{{- if .Values.auth.play.signed.enabled -}}
{{- $_ := set $data "playback.js" (.Files.Get "files/delivery/playback.js") -}}
{{- end -}}
{{- range $file, $text := $data }}
{{ $file }}: |2
  {{- $text | nindent 2 }}
{{- end }}
{{- end -}}
