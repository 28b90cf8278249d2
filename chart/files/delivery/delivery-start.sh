#!/bin/sh
# Starts the delivery tier's nginx.
set -eu
{{- $run := .Values.runtime.paths.run }}
# Marks, sockets and counts of the process before this one: its folder outlives it.
rm -f {{ include "hls-cloud.delivery.drain.file" . }} {{ $run }}/*.sock {{ $run }}/viewers-* {{ $run }}/requests-* {{ $run }}/counted-*
# Each viewer is an open file. Where nginx is refused as many as it asks for (worker_rlimit_nofile), it keeps these.
ulimit -S -n "$(ulimit -H -n)" || true
exec nginx -e stderr -c {{ .Values.runtime.paths.config }}/delivery.conf
