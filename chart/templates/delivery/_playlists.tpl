{{/*
Times, folders and addresses of the media. Call each with the root context.
*/}}

{{/* Seconds of a DASH fragment. */}}
{{- define "hls-cloud.dash.fragment" -}}
{{ .Values.dash.fragment | default .Values.hls.fragment }}
{{- end -}}

{{/* Seconds that a DASH manifest holds. */}}
{{- define "hls-cloud.dash.playlistLength" -}}
{{ .Values.dash.playlistLength | default .Values.hls.playlistLength }}
{{- end -}}

{{/*
Milliseconds to give nginx-rtmp for a fragment of so many seconds. It cuts at the first keyframe that is not earlier;
a tenth of a second less forgives a publisher's rounding. Call with the seconds.
*/}}
{{- define "hls-cloud.media.fragmentMilliseconds" -}}
{{ sub (mulf . 1000 | int64) 100 }}
{{- end -}}

{{/* Folder of HLS. */}}
{{- define "hls-cloud.hls.path" -}}
{{ .Values.runtime.paths.media }}/hls
{{- end -}}

{{/* Folder of DASH. */}}
{{- define "hls-cloud.dash.path" -}}
{{ .Values.runtime.paths.media }}/dash
{{- end -}}

{{/* Folder of posters. */}}
{{- define "hls-cloud.posters.path" -}}
{{ .Values.runtime.paths.media }}/posters
{{- end -}}

{{/* host:port of every ingest pod's HTTP server, as a JSON list. */}}
{{- define "hls-cloud.ingest.addresses" -}}
{{- $addresses := .Values.runtime.ingestAddresses -}}
{{- if not $addresses -}}
{{- range $ordinal := until (int .Values.ingest.replicas) -}}
{{- $addresses = append $addresses (printf "%s-%d:%d" (include "hls-cloud.ingest.name" $) $ordinal (int $.Values.runtime.ports.ingest)) -}}
{{- end -}}
{{- end -}}
{{ toJson $addresses }}
{{- end -}}

{{/* File of an ingest process that has heard from the other pods what they know of the streams. */}}
{{- define "hls-cloud.ingest.heardFile" -}}
{{ .Values.runtime.paths.run }}/heard
{{- end -}}

{{/*
host:port of the ingest pods that may own a stream besides the one asked, as a JSON list: none where there is only one.
*/}}
{{- define "hls-cloud.ingest.peers" -}}
{{- $addresses := include "hls-cloud.ingest.addresses" . | fromJsonArray -}}
{{ gt (len $addresses) 1 | ternary $addresses list | toJson }}
{{- end -}}

{{/*
What makes the watch page's files a page: their type, and the title and the player's delay in the places that are kept for
them. `$` would begin one of nginx's variables, and `\` would escape; as HTML, both are harmless.
*/}}
{{- define "hls-cloud.delivery.pageText" -}}
default_type text/html;
charset utf-8;
sub_filter __TITLE__ "{{ .Values.delivery.watchPage.title | html | replace "\\" "&#92;" | replace "$" "&#36;" }}";
sub_filter __LIVE_DELAY__ {{ .Values.delivery.watchPage.liveDelay }};
sub_filter_once off;
{{- end -}}

{{/* Number of nginx workers in delivery: the CPU limit, or the request, rounded up. */}}
{{- define "hls-cloud.delivery.workers" -}}
{{- $resources := .Values.delivery.resources | default dict -}}
{{- $cpu := (($resources.limits | default dict).cpu) | default (($resources.requests | default dict).cpu) | default 1 | toString -}}
{{- if hasSuffix "m" $cpu -}}
{{ divf (trimSuffix "m" $cpu) 1000 | ceil | max 1 }}
{{- else -}}
{{ ceil (float64 $cpu) | max 1 }}
{{- end -}}
{{- end -}}

{{/* Megabytes that nginx may fill of a cache's volume: four fifths, since it clears up a little late. Call with the volume's size. */}}
{{- define "hls-cloud.delivery.cacheMegabytes" -}}
{{- $size := . -}}
{{- $mebibytes := hasSuffix "Gi" $size | ternary (mul 1024 (trimSuffix "Gi" $size | int64)) (trimSuffix "Mi" $size | int64) -}}
{{ div (mul $mebibytes 4) 5 }}
{{- end -}}

{{/* Folder of the cache of films that delivery pulls from the ingest pods. */}}
{{- define "hls-cloud.delivery.filmsCache" -}}
{{ .Values.runtime.paths.cache }}/films
{{- end -}}

{{/* The njs module that serves delivery's playlists: pulled from the ingest pods, or from the volume that both tiers have. */}}
{{- define "hls-cloud.delivery.playlistModule" -}}
{{ ternary "pulled" "served" (eq .Values.storage.mode "origin") }}-playlist
{{- end -}}

{{/*
Seconds for which delivery answers with the last playlist that it knows while no ingest pod has one: as long as
nginx-rtmp keeps the playlist of a stream that ended.
*/}}
{{- define "hls-cloud.delivery.lastKnownSeconds" -}}
{{ max .Values.hls.playlistLength (include "hls-cloud.dash.playlistLength" . | float64) | ceil }}
{{- end -}}

{{/*
Parts into which a second is split for the cache of playlists, so that one is never kept longer than a third of a
fragment: nginx's own cache counts whole seconds.
*/}}
{{- define "hls-cloud.delivery.playlistSlots" -}}
{{- $fragment := min (mulf .Values.hls.fragment 100) (mulf (include "hls-cloud.dash.fragment" .) 100) -}}
{{- if ge $fragment 300 -}}1{{- else if ge $fragment 150 -}}2{{- else -}}4{{- end -}}
{{- end -}}

{{/*
Files of each log that delivery reads again: each is written for ten seconds, and then others are. A divisor of ten, so that
a digit of the clock tells whose turn it is. Call it with the root context:

  {{ include "hls-cloud.delivery.logTurns" . | int }}
*/}}
{{- define "hls-cloud.delivery.logTurns" -}}
5
{{- end -}}
