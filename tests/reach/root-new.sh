#!/bin/sh
# Puts an ARM64 Python, its libraries and ARM64's musl into /arm64 of the new root, unpacked: their
# install scripts would have to run on ARM64. Called by root.sh.
set -eu
at=$1
# As apt would for an empty ARM64 machine.
chroot "$at" /usr/bin/env PATH=/usr/sbin:/usr/bin:/sbin:/bin sh -ec '
    state=$(mktemp -d)
    mkdir -p "$state/lists/partial" "$state/archives/partial" /arm64/usr/lib
    ln -sfn usr/lib /arm64/lib
    arm64="-o APT::Architecture=arm64 -o APT::Architectures=arm64 -o APT::Sandbox::User=root
        -o Dir::State::status=/dev/null -o Dir::State::Lists=$state/lists
        -o Dir::Cache::archives=$state/archives"
    apt-get -q $arm64 update
    apt-get -q $arm64 -y --no-install-recommends --download-only install python3 libstdc++6 musl
    for package in "$state"/archives/*.deb; do dpkg-deb -x "$package" /arm64; done
    rm -rf "$state"
    qemu-aarch64 -L /arm64 /arm64/usr/bin/python3 -c "import platform; print(platform.machine())"'
