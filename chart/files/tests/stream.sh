# Publishes a test picture to the encoders' Service and plays it from delivery's. The pod's environment says where:
# FFMPEG, PUBLISH_URL (rtmp://host:port/live), PLAY_URL (http://host:port) and PATIENCE, seconds for all of it.
# PUBLISH_GUARDED and PLAY_GUARDED say that one must have a key, a token or a Referer; the test has none of them, and
# sees itself refused.
# ffmpeg is the HTTP client too: the image has no other.
set -u
name=helm-test-$(date +%s)
deadline=$(($(date +%s) + PATIENCE))

say() {
    echo "helm test: $*" >&2
}

# send OPTION...: sends. Well below what a ladder's copy lets through, and a keyframe each second.
send() {
    exec "$FFMPEG" -nostdin -v error -re -f lavfi -i testsrc2=size=320x180:rate=25 -f lavfi -i sine=frequency=440 \
        -pix_fmt yuv420p -c:v libx264 -preset ultrafast -tune zerolatency -g 25 -b:v 60k -maxrate 60k -bufsize 60k \
        -c:a aac -b:a 32k -ac 1 -rw_timeout 10000000 "$@" -f flv "$PUBLISH_URL/$name"
}

publish() {
    send &
    publisher=$!
}

# Prints what a URL answers.
fetch() {
    "$FFMPEG" -nostdin -v error -rw_timeout 5000000 -f data -i "$1" -map 0 -c copy -f data -
}

# entry NUMBER URL: prints that line of a playlist, `$` for the last, comments not counted. Fails where there is none.
entry() {
    fetch "$2" | sed -n '/^[^#]/p' | sed -n "$1p" | grep .
}

# Plays a URL to its end.
decode() {
    "$FFMPEG" -nostdin -v error -xerror -rw_timeout 5000000 -i "$1" -f null -
}

# attempt COMMAND...: tries until it succeeds, and keeps its answer. A publisher that was refused connects again, and
# may reach another pod.
attempt() {
    until answer=$("$@" 2>&1); do
        [ "$(date +%s)" -lt "$deadline" ] || return 1
        sleep 1
        if [ -n "$publisher" ] && ! kill -0 "$publisher" 2>/dev/null; then
            refusals=$((refusals + 1))
            publish
        fi
    done
}

# give_up WHAT: says what failed and what to do about it.
give_up() {
    say "FAILED after $PATIENCE s: $1: $answer"
    [ -n "$publisher" ] || exit 1
    if [ "$refusals" -gt 0 ]; then
        say "$PUBLISH_URL refused or ended the stream $name $refusals times; the logs of the ingest pods say why"
        say "where all their streams are taken, raise ingest.maxStreams or ingest.replicas, or end a stream"
    else
        say "the stream $name was sent to $PUBLISH_URL; see the logs of the ingest and the delivery pods"
    fi
    exit 1
}

# Whether the ingest tier ends a publisher without a key: it answers, and the publisher does not come to its end.
refused() {
    if said=$(send -t 10 2>&1); then
        echo "the stream $name was taken"
        return 1
    fi
    case $said in
    *"Connection refused"* | *resolve* | *"timed out"* | *route*) echo "$said" && return 1 ;;
    esac
}

# Whether delivery forbids a URL.
forbidden() {
    fetch "$1" 2>&1 | grep 403
}

refusals=0
publisher=
if [ -n "${PLAY_GUARDED:-}" ]; then
    attempt forbidden "$PLAY_URL/hls/$name.m3u8" || give_up "$PLAY_URL lets a stranger play"
fi
if [ -n "${PUBLISH_GUARDED:-}" ]; then
    attempt refused || give_up "$PUBLISH_URL does not refuse a publisher without a key"
fi
if [ -n "${PUBLISH_GUARDED:-}${PLAY_GUARDED:-}" ]; then
    say "passed: strangers are refused${PLAY_GUARDED:+ at $PLAY_URL}${PUBLISH_GUARDED:+ at $PUBLISH_URL}"
    exit 0
fi
publish
trap 'kill "$publisher" 2>/dev/null' EXIT
master=$PLAY_URL/hls/$name.m3u8
attempt entry 1 "$master" || give_up "no master playlist at $master"
playlist=$PLAY_URL/hls/$answer
attempt entry '$' "$playlist" || give_up "no media playlist with segments at $playlist"
segment=$PLAY_URL/hls/$answer
attempt decode "$segment" || give_up "the segment $segment does not play"
say "passed: published to $PUBLISH_URL/$name, played $master, $playlist and $segment"
