{{/* Seconds are compared in halves, the schema's step, so that the remainder is one of whole numbers. */}}
{{- define "hls-cloud.validation.playlists" -}}
{{- $hls := .Values.hls -}}
{{- $dash := .Values.dash -}}
{{- if lt (float64 $hls.playlistLength) (mulf 3 $hls.fragment) }}
hls.playlistLength: {{ $hls.playlistLength }} s holds less than three fragments of {{ $hls.fragment }} s, and players stall; set at least {{ mulf 3 $hls.fragment }}
{{- end }}
{{- if $dash.enabled }}
{{- $fragment := include "hls-cloud.dash.fragment" $ }}
{{- $length := include "hls-cloud.dash.playlistLength" $ }}
{{- if mod (mulf 2 $fragment | int) (mulf 2 $hls.fragment | int) }}
dash.fragment: {{ $fragment }} s is no multiple of hls.fragment, and keyframes come every {{ $hls.fragment }} s; set a multiple of {{ $hls.fragment }}, or null
{{- end }}
{{- if and (or $dash.fragment $dash.playlistLength) (lt (float64 $length) (mulf 3 $fragment)) }}
dash.playlistLength: {{ $length }} s holds less than three fragments of {{ $fragment }} s, and players stall; set at least {{ mulf 3 $fragment }}
{{- end }}
{{- else }}
{{- range list "fragment" "playlistLength" }}
{{- if get $dash . }}
dash.{{ . }}: it is set, but DASH is off; set dash.enabled to true, or remove it
{{- end }}
{{- end }}
{{- end }}
{{- end -}}
