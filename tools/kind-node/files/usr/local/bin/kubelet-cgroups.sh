#!/bin/sh
# The groups that kind's kubelet keeps to, on cgroup v2. Only when systemd runs: it empties the root group, and before
# that no controller may be handed down. (The entrypoint cares for cgroup v1.)
set -eu
cd /sys/fs/cgroup
[ -f cgroup.controllers ] || exit 0

for group in . kubelet kubelet.slice; do
    mkdir -p "$group"
    sed 's/[^ ][^ ]*/+&/g' "$group/cgroup.controllers" > "$group/cgroup.subtree_control"
done
