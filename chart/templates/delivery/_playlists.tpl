{{/*
Playlists as delivery serves them. Call each with the root context:

  {{ include "hls-cloud.delivery.playlists.module" . }}
      name of the njs module that serves them
  {{ include "hls-cloud.delivery.playlists.lastKnownSeconds" . }}
      seconds for which the last known one is served while no ingest pod has one
  {{ include "hls-cloud.delivery.playlists.slots" . }}
      parts into which a second is split for their cache
*/}}

{{/* Pulled from the ingest pods, or served from the volume that both tiers have. */}}
{{- define "hls-cloud.delivery.playlists.module" -}}
{{ ternary "pulled" "served" (eq .Values.storage.mode "origin") }}-playlist
{{- end -}}

{{/*
Seconds for which delivery answers with the last playlist that it knows while no ingest pod has one: as long as
nginx-rtmp keeps the playlist of a stream that ended.
*/}}
{{- define "hls-cloud.delivery.playlists.lastKnownSeconds" -}}
{{ max .Values.hls.playlistLength (include "hls-cloud.dash.playlistLength" . | float64) | ceil }}
{{- end -}}

{{/*
Parts into which a second is split for the cache of playlists, so that one is never kept longer than a third of a
fragment: nginx's own cache counts whole seconds.
*/}}
{{- define "hls-cloud.delivery.playlists.slots" -}}
{{- $fragment := min (mulf .Values.hls.fragment 100) (mulf (include "hls-cloud.dash.fragment" .) 100) -}}
{{- if ge $fragment 300 -}}1{{- else if ge $fragment 150 -}}2{{- else -}}4{{- end -}}
{{- end -}}
