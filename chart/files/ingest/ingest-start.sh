#!/bin/sh
# Starts the ingest tier's nginx, once its storage is known to take files.
set -eu
{{- $media := .Values.runtime.paths.media }}
umask 022
if ! mkdir -p {{ include "hls-cloud.ingest.folders.hls" . }} {{ include "hls-cloud.ingest.folders.dash" . }} {{ include "hls-cloud.ingest.folders.posters" . }} 2>/dev/null || ! [ -w {{ include "hls-cloud.ingest.folders.hls" . }} ] || ! [ -w {{ include "hls-cloud.ingest.folders.dash" . }} ]; then
    echo "hls-cloud: {{ $media }} cannot be written by user $(id -u), group $(id -g)." >&2
    echo "hls-cloud: make it writable on the server (chown $(id -u):$(id -g)), or set ingest.podSecurityContext.runAsUser to its owner." >&2
    exit 1
fi
{{- if eq .Values.storage.mode "origin" }}
# Playlists and posters of the process before this one: its streams may live in another pod by now.
find {{ $media }} \( -name '*.m3u8' -o -name '*.mpd' -o -name '*.discontinuities' -o -name '*.jpg' \) -delete
{{- end }}
{{- if .Values.recording.enabled }}
{{- $vod := .Values.runtime.paths.vod }}
{{- $films := include "hls-cloud.ingest.recording.finished" . }}
{{- $orders := printf "%s/orders" (include "hls-cloud.ingest.recording.work" .) }}
# The pod's name: its next process finds here what this one leaves behind.
work={{ include "hls-cloud.ingest.recording.work" . }}/${HOSTNAME:-$(hostname)}
if ! mkdir -p "$work/ended" "$work/failed" {{ $orders }} {{ $films }} 2>/dev/null || ! [ -w "$work/ended" ] || ! [ -w {{ $orders }} ] || ! [ -w {{ $films }} ]; then
    echo "hls-cloud: {{ $vod }} cannot be written by user $(id -u), group $(id -g), and recordings go there." >&2
    echo "hls-cloud: make it writable on the server (chown $(id -u):$(id -g)), set ingest.podSecurityContext.runAsUser to its owner, or recording.enabled to false." >&2
    exit 1
fi
# Of root's processes, nginx's workers are another user's: the one whose volume it is.
[ "$(id -u)" -ne 0 ] || chown --reference={{ $vod }} "$work" "$work/ended" "$work/failed" {{ $orders }}
find "$work" -name '*.flv' -not -path "$work/ended/*" -exec mv -t "$work/ended" {} +
ln -sfn "$work" {{ include "hls-cloud.ingest.recording.link" . }}
{{- if ne .Values.recording.timeZone "UTC" }}
export TZ={{ .Values.recording.timeZone }}
if ! [ -e "/usr/share/zoneinfo/$TZ" ]; then
    echo "hls-cloud: recording.timeZone: $TZ is not known here; set one such as UTC or Europe/Berlin." >&2
    exit 1
fi
{{- else }}
export TZ=UTC
{{- end }}
# Started again should it ever end, but not after nginx.
(while kill -0 $$ 2>/dev/null; do /bin/sh {{ .Values.runtime.paths.config }}/ingest-recordings.sh $$ || sleep 1; done) &
{{- end }}
# The drain of the process before this one, and that it heard from the other pods.
rm -f {{ include "hls-cloud.ingest.drain.file" . }} {{ include "hls-cloud.ingest.heard.file" . }}
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
