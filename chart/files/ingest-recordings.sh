#!/bin/sh
# Looks after recordings beside nginx (ingest-start.sh starts it, with nginx's process id): makes films of those that ended,
# takes those over that dead pods left behind, and keeps the limits of recording.keep.
#
# A recording's FLV stays until its film is in place. Whatever ends in between is done again from the start.
set -u
umask 022
nginx=$1
films={{ include "hls-cloud.recording.films" . }}
work=$(readlink {{ include "hls-cloud.recording.link" . }})
# Seconds after which a file that nobody writes to was left behind: nginx drops silent publishers much earlier, and clocks differ.
abandoned={{ add 600 (ceil .Values.ingest.idleTimeout) }}

# The one before this one may still be busy, when nginx alone was killed.
exec 9>>{{ .Values.runtime.paths.run }}/recordings.lock
flock 9
rm -f "$work"/*.part

say() {
    echo "hls-cloud: recording: $*" >&2
}

# remux FLV: makes a film of a recording that ended, its index in front, so that players start and seek at once.
remux() {
    file=$(basename "$1" .flv)
    name=${file%-*}
    # An FLV's header alone takes 13 bytes.
    if [ "$(stat -c %s "$1")" -le 13 ]; then
        rm -f "$1"
        return
    fi
    part=$work/$file.part
    if ! nice -n 19 {{ .Values.runtime.paths.ffmpeg }} -nostdin -v error -y -i "$1" -c copy -movflags +faststart -f mp4 "$part" ||
        ! mkdir -p "$films/$name" || ! place "$part" "$films/$name/$name-$(date -u -d "@${file##*-}" +%Y%m%dT%H%M%SZ)"; then
        rm -f "$part"
        say "$1 could not be made an MP4; it stays, and is tried again in ten minutes"
        touch "$1"
        mv "$1" "$work/failed/"
        return
    fi
    rm -f "$1"
}

# place PART FILM: puts a film where it is played from. The same one may be there already, from a run that was cut short.
place() {
    film=$2.mp4
    number=1
    while [ -e "$film" ] && ! cmp -s "$1" "$film"; do
        number=$((number + 1))
        film=$2-$number.mp4
    done
    mv "$1" "$film" && say "$film is ready"
}

# Takes recordings over: of pods that are gone, of workers of this pod that died, and those that could not be made a film.
take_over() {
    find {{ include "hls-cloud.recording.work" . }} -mindepth 2 -name '*.flv' -not -path "$work/ended/*" -not -newermt "$abandoned seconds ago" \
        -exec mv -t "$work/ended" {} +
    find "$work/failed" -name '*.flv' -not -newermt '600 seconds ago' -exec mv -t "$work/ended" {} +
}
{{- with .Values.recording.keep }}
{{- if or .days .size }}

# list_films FIND_ARGUMENT...: time, bytes and path of the recordings. Other files in their folder are left alone.
list_films() {
    find "$films" -regextype posix-extended -type f -regex "$films/[A-Za-z0-9_-]+/[A-Za-z0-9_-]+-[0-9]{8}T[0-9]{6}Z(-[0-9]+)?\.mp4" "$@" -printf '%T@ %s %p\n'
}

remove() {
    rm -f "$1" && say "$1 is deleted: $2"
}
{{- end }}
{{- end }}

keep_limits() {
    {{- with .Values.recording.keep.days }}
    list_films -mmin +{{ mul 1440 . }} | while read -r _ _ film; do
        remove "$film" "it is older than recording.keep.days"
    done
    {{- end }}
    {{- with .Values.recording.keep.size }}
    total=0
    list_films | sort -rn | while read -r _ bytes film; do
        if [ "$total" -gt 0 ] && [ $((total + bytes)) -gt {{ include "hls-cloud.resources.number" . | float64 | int64 }} ]; then
            remove "$film" "all recordings are larger than recording.keep.size"
        fi
        total=$((total + bytes))
    done
    {{- end }}
    :
}

round=0
while kill -0 "$nginx" 2>/dev/null; do
    for flv in "$work"/ended/*.flv; do
        [ -e "$flv" ] || continue
        remux "$flv"
        round=0
    done
    if [ $((round % 60)) -eq 0 ]; then
        take_over
        keep_limits
    fi
    round=$((round + 1))
    sleep 1
done
