#!/bin/sh
# Looks after recordings beside nginx (ingest-start.sh starts it, with nginx's process id): makes films of those that
# ended, takes those over that dead pods left behind, and keeps the limits of recording.keep.
#
# A recording's FLV stays until its film is in place. Whatever ends in between is done again from the start.
{{- $append := int .Values.recording.appendWithin }}
set -u
umask 022
nginx=$1
films={{ include "hls-cloud.ingest.recording.finished" . }}
work=$(readlink {{ include "hls-cloud.ingest.recording.link" . }})
full={{ include "hls-cloud.ingest.recording.full" . }}
# Seconds after which a file that nobody writes to was left behind: nginx drops silent publishers much earlier, and
# clocks differ.
abandoned={{ add 600 (ceil .Values.ingest.idleTimeout) }}

say() {
    echo "hls-cloud: recording: $*" >&2
}

# Whether the volume has recording.minFree left, and so many bytes beside.
has_room() {
    [ $(($(stat -f -c '%a * %S' "$films" || echo 0) - ${1:-0})) -ge {{ include "hls-cloud.quantity.number" .Values.recording.minFree | float64 | int64 }} ]
}

# Tells njs by a file when there is too little room. When nginx-rtmp fails to write, it closes the file and goes on with
# its number, which is soon that of a segment or of somebody's connection.
watch_room() {
    while kill -0 "$nginx" 2>/dev/null && kill -0 $$ 2>/dev/null; do
        if has_room; then
            rm -f "$full"
        elif ! [ -e "$full" ]; then
            : >"$full"
            say "the volume has less than recording.minFree left; nothing is recorded until there is more"
        fi
        sleep 1
    done
}
watch_room &

# The one before this one may still be busy, when nginx alone was killed.
exec 9>>{{ .Values.runtime.paths.run }}/recordings.lock
flock 9
rm -f "$work"/*.part "$work"/*.part.*

# start_of FLV, end_of FLV, name_of FLV: when its recording began and ended, in seconds since 1970, and of which stream
# it is.
start_of() {
    start=${1##*-}
    echo "${start%.flv}"
}
end_of() {
    stat -c %Y "$1"
}
name_of() {
    name=${1##*/}
    echo "${name%-*}"
}
{{- if $append }}

# chain_from FLV: it, and those after it whose publisher was away for a short time only. The last one may be in
# progress.
chain_from() {
    last=$1
    echo "$1"
    # A start has ten digits.
    find "$work" "$work/ended" -maxdepth 1 -name "$(name_of "$1")-??????????.flv" -printf '%f %p\n' | sort | while read -r _ next; do
        [ "$(start_of "$next")" -gt "$(start_of "$last")" ] || continue
        away=$(($(start_of "$next") - $(end_of "$last")))
        # One that began before this one ended followed a file that was full.
        [ "$away" -ge 0 ] && [ "$away" -le {{ $append }} ] || break
        {{- with .Values.recording.maxDuration }}
        [ $(($(end_of "$next") - $(start_of "$1"))) -le {{ . }} ] || break
        {{- end }}
        echo "$next"
        last=$next
    done
}

# is_over FLV: whether it ended, so long ago that its publisher begins another film when it comes back.
is_over() {
    [ "${1%/*}" = "$work/ended" ] && [ $(($(date +%s) - $(end_of "$1"))) -gt {{ $append }} ]
}

# tracks_of FLV: what its picture and its sound are. In one film they do not change.
tracks_of() {
    {{ .Values.runtime.paths.ffmpeg }} -nostdin -v error -i "$1" -c copy -t 0.1 -f framecrc - | grep '^#'
}

# alike FLV...: the first one, and those after it up to the first that has other tracks.
alike() {
    tracks=$(tracks_of "$1")
    for next in "$@"; do
        [ "$(tracks_of "$next")" = "$tracks" ] || break
        echo "$next"
    done
}
{{- end }}

# remux FILE INPUT_ARGUMENT...: makes an MP4 with its index in front, so that players start and seek at once.
remux() {
    out=$1
    shift
    nice -n 19 {{ .Values.runtime.paths.ffmpeg }} -nostdin -v error -y "$@" -c copy -movflags +faststart -f mp4 "$out"
}
{{- if $append }}

# join FILE FLV...: makes one MP4 of several recordings. Only an MP4 tells exactly how long it is, so that each is made
# one before.
join() {
    [ $# -gt 2 ] || { remux "$1" -i "$2"; return; }
    whole=$1
    shift
    for flv in "$@"; do
        piece=$whole.$(start_of "$flv")
        remux "$piece" -i "$flv" || return 1
        echo "file '$piece'" >>"$whole.list"
    done
    remux "$whole" -f concat -safe 0 -auto_convert 0 -i "$whole.list"
}
{{- end }}

# make_film FLV...: makes a film of what was recorded, and then removes that.
make_film() {
    size=$(du -cb "$@" | tail -n 1 | cut -f 1)
    # Those of several recordings are made one by one before.
    [ $# -eq 1 ] || size=$((size * 2))
    if ! has_room "$size"; then
        [ -n "$waits" ] || say "$1 waits: there is no room for its film and recording.minFree"
        waits=$1
        return
    fi
    waits=
    name=$(name_of "$1")
    part=$work/$name-$(start_of "$1").part
    {{- if $append }}
    if join "$part" "$@" &&
    {{- else }}
    if remux "$part" -i "$1" &&
    {{- end }}
        { [ -d "$films/$name" ] || mkdir "$films/$name"; } &&
        place "$part" "$films/$name/$name-$(date -u -d "@$(start_of "$1")" +%Y%m%dT%H%M%SZ)"; then
        rm -f "$@"
    else
        say "$* could not be made an MP4; it stays, and is tried again in ten minutes"
        touch "$@"
        mv "$@" "$work/failed/"
    fi
    rm -f "$part" "$part".*
    # The limits are looked at now.
    round=0
}

# place PART FILM: puts a film where it is played from. The same one may be there already, from a run that was cut
# short.
place() {
    film=$2.mp4
    number=1
    while [ -e "$film" ] && ! cmp -s "$1" "$film"; do
        number=$((number + 1))
        film=$2-$number.mp4
    done
    mv "$1" "$film" && say "$film is ready"
}

# Takes recordings over: of pods that are gone, of workers of this pod that died, and those that could not be made a
# film.
take_over() {
    find {{ include "hls-cloud.ingest.recording.work" . }} -mindepth 2 -regextype posix-extended -regex '.*/[A-Za-z0-9_-]+-[0-9]{10}\.flv' \
        -not -path "$work/ended/*" -not -newermt "$abandoned seconds ago" -exec mv -t "$work/ended" {} +
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
        if [ "$total" -gt 0 ] && [ $((total + bytes)) -gt {{ include "hls-cloud.quantity.number" . | float64 | int64 }} ]; then
            remove "$film" "all recordings are larger than recording.keep.size"
        fi
        total=$((total + bytes))
    done
    {{- end }}
    :
}

# make_films: of all recordings that ended.
make_films() {
    for flv in "$work"/ended/*.flv; do
        kill -0 "$nginx" 2>/dev/null || return
        # Gone already as a part of a film before, or none at all: an FLV's header alone takes 13 bytes.
        [ -e "$flv" ] || continue
        if [ "$(stat -c %s "$flv")" -le 13 ]; then
            rm -f "$flv"
            continue
        fi
        {{- if $append }}
        # No path has a space, so that each line is an argument.
        chain=$(chain_from "$flv")
        is_over "$(echo "$chain" | tail -n 1)" || continue
        make_film $(alike $chain)
        {{- else }}
        make_film "$flv"
        {{- end }}
    done
}

waits=
round=0
while kill -0 "$nginx" 2>/dev/null; do
    make_films
    if [ $((round % 60)) -eq 0 ]; then
        take_over
        keep_limits
    fi
    round=$((round + 1))
    sleep 1
done
