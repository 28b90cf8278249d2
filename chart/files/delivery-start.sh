#!/bin/sh
# Starts the delivery tier's nginx.
set -eu
exec nginx -e stderr -c {{ .Values.runtime.paths.config }}/delivery.conf
