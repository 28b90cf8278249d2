#!/bin/sh
# Starts the delivery tier's nginx.
set -eu
# Marks and sockets of the process before this one: its folder outlives it.
rm -f {{ .Values.runtime.paths.run }}/delivery-draining {{ .Values.runtime.paths.run }}/*.sock
exec nginx -e stderr -c {{ .Values.runtime.paths.config }}/delivery.conf
