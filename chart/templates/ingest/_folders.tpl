{{/*
Folders of the media. Call each with the root context:

  {{ include "hls-cloud.ingest.folders.hls" . }}      segments and playlists of HLS
  {{ include "hls-cloud.ingest.folders.dash" . }}     segments and manifests of DASH
  {{ include "hls-cloud.ingest.folders.posters" . }}  posters
*/}}

{{- define "hls-cloud.ingest.folders.hls" -}}
{{ .Values.runtime.paths.media }}/hls
{{- end -}}

{{- define "hls-cloud.ingest.folders.dash" -}}
{{ .Values.runtime.paths.media }}/dash
{{- end -}}

{{- define "hls-cloud.ingest.folders.posters" -}}
{{ .Values.runtime.paths.media }}/posters
{{- end -}}
