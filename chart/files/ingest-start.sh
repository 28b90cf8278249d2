#!/bin/sh
# Starts the ingest tier's nginx, once its storage is known to take files.
set -eu
{{- $media := .Values.runtime.paths.media }}
umask 022
if ! mkdir -p {{ include "hls-cloud.hls.path" . }} {{ include "hls-cloud.dash.path" . }} {{ include "hls-cloud.posters.path" . }} 2>/dev/null || ! [ -w {{ include "hls-cloud.hls.path" . }} ] || ! [ -w {{ include "hls-cloud.dash.path" . }} ]; then
    echo "hls-cloud: {{ $media }} cannot be written by user $(id -u), group $(id -g)." >&2
    echo "hls-cloud: make it writable on the server (chown $(id -u):$(id -g)), or set ingest.podSecurityContext.runAsUser to its owner." >&2
    exit 1
fi
{{- if eq .Values.storage.mode "origin" }}
# Playlists and posters of the process before this one: its streams may live in another pod by now.
find {{ $media }} \( -name '*.m3u8' -o -name '*.mpd' -o -name '*.discontinuities' -o -name '*.jpg' \) -delete
{{- end }}
# The drain of the process before this one.
rm -f {{ include "hls-cloud.drain.file" . }}
exec nginx -e stderr -c {{ .Values.runtime.paths.config }}/ingest.conf
