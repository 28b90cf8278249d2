{{/*
Times of DASH, which are those of HLS where it has none of its own. Call each with the root context:

  {{ include "hls-cloud.dash.fragment" . }}        seconds of a fragment
  {{ include "hls-cloud.dash.playlistLength" . }}  seconds that a manifest holds
*/}}

{{- define "hls-cloud.dash.fragment" -}}
{{ .Values.dash.fragment | default .Values.hls.fragment }}
{{- end -}}

{{- define "hls-cloud.dash.playlistLength" -}}
{{ .Values.dash.playlistLength | default .Values.hls.playlistLength }}
{{- end -}}
