#!/bin/sh
# Starts the delivery tier's nginx.
set -eu
# Marks and sockets of the process before this one: its folder outlives it.
rm -f {{ include "hls-cloud.delivery.drainFile" . }} {{ .Values.runtime.paths.run }}/*.sock
exec nginx -e stderr -c {{ .Values.runtime.paths.config }}/delivery.conf
