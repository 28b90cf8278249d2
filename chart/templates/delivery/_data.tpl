{{/*
What the delivery tier's ConfigMap holds. Call it with the root context:

  {{ include "hls-cloud.delivery.data" . }}

The pods' checksum is made of this alone, so that a change of labels or of the chart's version restarts nothing.
The 2 is the text's indentation, said aloud so that a text may begin with spaces.
*/}}
{{- define "hls-cloud.delivery.data" -}}
{{- $data := dict
  "delivery.conf" (tpl (.Files.Get "files/nginx/delivery.conf") .)
  "delivery-settings.js" (tpl (.Files.Get "files/njs/delivery-settings.js") .)
  "streams-api.js" (.Files.Get "files/njs/streams-api.js")
  "delivery-start.sh" (tpl (.Files.Get "files/delivery-start.sh") .)
  "delivery-drain.sh" (tpl (.Files.Get "files/delivery-drain.sh") .)
-}}
{{- if eq .Values.storage.mode "shared" -}}
{{- $_ := set $data "served-playlist.js" (.Files.Get "files/njs/served-playlist.js") -}}
{{- end -}}
{{- range $file, $text := $data }}
{{ $file }}: |2
  {{- $text | nindent 2 }}
{{- end }}
{{- end -}}
