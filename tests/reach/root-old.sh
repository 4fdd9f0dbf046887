#!/bin/sh
# Puts a Python into the old root, from Debian's own source: 3.11, for the oldest that we promise to
# work with is 3.10, and no distribution with that old a glibc has it. Called by root.sh.
set -eu
at=$1
work=$(mktemp -d "$at/tmp/python.XXXXXX")
cd "$work"

mirror=$(sed -n 's/^deb \([^ ]*\) .*/\1/p' "$at/etc/apt/sources.list" | head -n 1)
keyring=/usr/share/keyrings/debian-archive-keyring.gpg
echo "deb-src [signed-by=$keyring] $mirror bookworm main" >sources
mkdir -p lists/partial cache/archives/partial
apt() {
    apt-get -q -o Dir::Etc::SourceList="$work/sources" -o Dir::Etc::SourceParts=- \
        -o Dir::State::Lists="$work/lists" -o Dir::Cache="$work/cache" \
        -o Acquire::Check-Valid-Until=false -o APT::Sandbox::User=root "$@"
}
apt update
apt source --download-only python3.11
tar -xf python3.11_*.orig.tar.*
cd Python-3.11.*

# Optimised for being built soon: what runs here are tests that wait for a server.
chroot "$at" /usr/bin/env PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root sh -ec '
    cd "$1"
    ./configure -q --prefix=/usr/local --without-ensurepip --disable-test-modules CFLAGS=-O0
    make -s -j2
    make -s install' sh "${PWD#"$at"}"
rm -rf "$work"
chroot "$at" /usr/local/bin/python3 -c "import asyncio, sys, zlib; print(sys.version)"
