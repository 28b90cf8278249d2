{{/*
What the ingest tier's ConfigMap holds. Call it with the root context:

  {{ include "hls-cloud.ingest.data" . }}

The pods' checksum is made of this alone, so that a change of labels or of the chart's version restarts nothing.
The 2 is the text's indentation, said aloud so that a text may begin with spaces.
*/}}

{{- define "hls-cloud.ingest.data" -}}
{{- $data := dict
  "ingest.conf" (tpl (.Files.Get "files/ingest/ingest.conf") .)
  "settings.js" (tpl (.Files.Get "files/ingest/settings.js") .)
  "ingest.js" (.Files.Get "files/ingest/ingest.js")
  "stat.xsl" (.Files.Get "files/ingest/stat.xsl")
  "ingest-start.sh" (tpl (.Files.Get "files/ingest/ingest-start.sh") .)
  "ingest-drain.sh" (tpl (.Files.Get "files/ingest/ingest-drain.sh") .)
-}}
{{- if .Values.recording.enabled -}}
{{- $_ := set $data "ingest-recordings.sh" (tpl (.Files.Get "files/ingest/ingest-recordings.sh") .) -}}
{{- end -}}
{{- range $file, $text := $data }}
{{ $file }}: |2
  {{- $text | nindent 2 }}
{{- end }}
{{- end -}}
