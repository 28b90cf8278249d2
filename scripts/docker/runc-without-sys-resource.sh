#!/bin/sh
# An OCI runtime for a machine whose bounding set lacks CAP_SYS_RESOURCE: runc, after what only that capability allows
# is taken out of the request. Without it `docker run --privileged` and `docker exec --privileged` fail.
#
# Taken out: the capability itself, a negative oom_score_adj (becomes 0), and rlimits (raising one needs the
# capability).
# It runs for every container and every exec, so that it is a shell and one sed.
set -eu

# $1: config.json of a bundle, or the process file of an exec.
allow() {
    sed -E -z -i '
        s/("rlimits"[[:space:]]*:[[:space:]]*)\[[^]]*\]/\1[]/g
        s/("oomScoreAdj"[[:space:]]*:[[:space:]]*)-[0-9]+/\10/g
        :again
        s/("(bounding|effective|permitted|inheritable|ambient)"[[:space:]]*:[[:space:]]*\[[^]]*)"CAP_SYS_RESOURCE"[[:space:]]*,?/\1/
        t again
        s/("(bounding|effective|permitted|inheritable|ambient)"[[:space:]]*:[[:space:]]*\[[^]]*),[[:space:]]*\]/\1]/g
    ' "$1"
}

command= bundle=. process= previous=
for argument; do
    case $previous in
        --bundle | -b) bundle=$argument ;;
        --process | -p) process=$argument ;;
    esac
    case $argument in
        --bundle=* | -b=*) bundle=${argument#*=} ;;
        --process=* | -p=*) process=${argument#*=} ;;
        create | run | exec) command=${command:-$argument} ;;
    esac
    previous=$argument
done

case $command in
    create | run) allow "$bundle/config.json" ;;
    exec) [ ! -f "$process" ] || allow "$process" ;;
esac
exec runc "$@"
