#!/bin/sh
# Makes a container a place for systemd and a kubelet, then becomes the program that its arguments name.
set -eu

main() {
    # systemd takes a writable /sys for a machine of its own, and would care for its devices.
    mount -o remount,ro /sys
    # The kubelet's mounts must reach the pods.
    mount --make-rshared /
    [ -f /sys/fs/cgroup/cgroup.controllers ] || prepare_cgroup_v1
    choose_runtime
    name_resolver
    # Nodes of one image must not be the same machine.
    rm -f /etc/machine-id
    systemd-machine-id-setup
}

prepare_cgroup_v1() {
    # kind waits half a minute for this line or for the boot's end, which the import of the images may delay.
    echo "detected cgroup v1"
    hide_misc
    mount --make-rprivate /sys/fs/cgroup
    # kind's kubelet keeps to a group of its own, under both drivers' names for it. A mount makes each a root.
    findmnt --list --noheadings --uniq --output target --types cgroup | while read -r hierarchy; do
        for group in "$hierarchy/kubelet" "$hierarchy/kubelet.slice"; do
            mkdir -p "$group"
            for file in cpuset.cpus cpuset.mems; do
                # Empty in a new group, and then no process may enter it.
                [ ! -f "$hierarchy/$file" ] || cat "$hierarchy/$file" > "$group/$file"
            done
            mount --bind "$group" "$group"
        done
    done
}

# runc knows no controller of this name, and fails over its hierarchy.
hide_misc() {
    [ -d /sys/fs/cgroup/misc ] || return 0
    umount /sys/fs/cgroup/misc || true
    rmdir /sys/fs/cgroup/misc || true
    grep -v '^misc' /proc/cgroups > /kind/cgroups
    mount --bind /kind/cgroups /proc/cgroups
}

# kube-proxy is privileged: where the machine denies CAP_SYS_RESOURCE, runc must not be asked for it.
choose_runtime() {
    bounding=$(sed -n 's/^CapBnd:[[:space:]]*//p' /proc/self/status)
    runtime=/usr/local/bin/runc-without-sys-resource.sh
    [ $((0x$bounding >> 24 & 1)) = 0 ] || runtime=/usr/sbin/runc
    ln -sf "$runtime" /usr/local/bin/node-runtime
}

# Docker's resolver on 127.0.0.11 is CoreDNS itself, seen from a pod: a loop. Nothing outside needs a name here.
name_resolver() {
    gateway=$(ip -4 route show default | sed -n 's/^default via \([0-9.]*\).*/\1/p')
    [ -z "$gateway" ] || echo "nameserver $gateway" > /etc/resolv.conf
}

main
exec "$@"
