#!/bin/sh
# Runs before the delivery tier's nginx is told to end. The pod leaves the Services' endpoints meanwhile, and each
# viewer who still has a connection to it asks once more, and is told to open another one.
set -eu
: >{{ include "hls-cloud.delivery.drain.file" . }}
sleep {{ include "hls-cloud.delivery.drain.seconds" . }}
