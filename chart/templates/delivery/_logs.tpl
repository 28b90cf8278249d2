{{/*
Files of each log that delivery reads again: each is written for ten seconds, and then others are. A divisor of ten, so
that a digit of the clock tells whose turn it is. Call it with the root context:

  {{ include "hls-cloud.delivery.logs.turns" . | int }}
*/}}
{{- define "hls-cloud.delivery.logs.turns" -}}
5
{{- end -}}
