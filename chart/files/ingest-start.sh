#!/bin/sh
# Starts the ingest tier's nginx, once its storage is known to take files.
set -eu
{{- $media := .Values.runtime.paths.media }}
umask 022
if ! mkdir -p {{ include "hls-cloud.hls.path" . }} {{ include "hls-cloud.dash.path" . }} 2>/dev/null || ! [ -w {{ include "hls-cloud.hls.path" . }} ] || ! [ -w {{ include "hls-cloud.dash.path" . }} ]; then
    echo "hls-cloud: {{ $media }} cannot be written by user $(id -u), group $(id -g)." >&2
    echo "hls-cloud: make it writable on the server (chown $(id -u):$(id -g)), or set ingest.podSecurityContext.runAsUser to its owner." >&2
    exit 1
fi
{{- if eq .Values.storage.mode "origin" }}
# Playlists of the process before this one: its streams may live in another pod by now.
find {{ $media }} \( -name '*.m3u8' -o -name '*.mpd' -o -name '*.discontinuities' \) -delete
{{- end }}
# The drain of the process before this one.
rm -f {{ include "hls-cloud.drain.file" . }}
{{- if and .Values.auth.publish.url (not .Values.runtime.nameServers) }}
# nginx looks up names by itself, and must be told whom to ask.
servers=
while read -r word address _; do
    case $word=$address in
    nameserver=*%*) ;;
    nameserver=*:*) servers="$servers [$address]" ;;
    nameserver=*) servers="$servers $address" ;;
    esac
done </etc/resolv.conf
: >{{ .Values.runtime.paths.run }}/resolver.conf
[ -z "$servers" ] || echo "resolver$servers valid=5s;" >{{ .Values.runtime.paths.run }}/resolver.conf
{{- end }}
exec nginx -e stderr -c {{ .Values.runtime.paths.config }}/ingest.conf
