#!/bin/sh
# Runs in a pod that is to end, before nginx is told to stop. Publishers may finish; then they are ended, so that their
# encoders connect again and reach another pod. What is written to the file is read by njs (njs/drain.ts).
set -eu
{{- $drain := include "hls-cloud.ingest.drain.file" . }}
{{- $linger := include "hls-cloud.ingest.drain.lingerSeconds" . }}

# njs renews a file for each publisher once a second. An older one was left behind by a publisher that is gone.
publishers_live() {
    [ -n "$(find {{ .Values.runtime.paths.run }} -maxdepth 1 \( -name '*.state' -o -name '*.claim' \) -newermt '5 seconds ago')" ]
}
{{- if ne $linger "0" }}

# Segments that a playlist's viewers may still ask for: the stream's next pod names them too.
segments_wanted() {
    [ -n "$(find {{ include "hls-cloud.ingest.folders.hls" . }} -name '*.ts' -newermt '{{ $linger }} seconds ago' -print -quit)" ]
}
{{- end }}

# wait_while SECONDS CHECK: waits as long as the check holds, at most so many seconds.
wait_while() {
    # In milliseconds: whole seconds would be up to one too few.
    deadline=$(($(date +%s%3N) + $1 * 1000))
    while [ "$(date +%s%3N)" -lt "$deadline" ] && "$2"; do
        sleep 0.2
    done
}

echo finish >{{ $drain }}
wait_while {{ int .Values.ingest.drain.seconds }} publishers_live
echo end >{{ $drain }}
wait_while {{ include "hls-cloud.ingest.drain.endSeconds" . }} publishers_live
{{- if ne $linger "0" }}
wait_while {{ $linger }} segments_wanted
{{- end }}
