#!/bin/sh
# Debian roots in which `make reach` builds and tries, each made once, as root and on Debian only.
#
#   root.sh make NAME            make it where it isn't there; says first how big it is and how long
#                                it takes
#   root.sh run NAME COMMAND…    run a command in it, in this folder, with the project, Rust, and
#                                the network of this machine
#
# They lie in .cache/reach/roots.
set -eu
here=$(cd "$(dirname "$0")" && pwd -P)
project=$(cd "$here/../.." && pwd -P)
. "$project/tests/scripts/shared.sh"
. "$project/tests/scripts/roots.sh"
roots=$project/.cache/reach/roots
export CARGO_HOME="${CARGO_HOME:-$HOME/.cargo}" RUSTUP_HOME="${RUSTUP_HOME:-$HOME/.rustup}"
root_path=$CARGO_HOME/bin

# about NAME: its Debian release, packages, and what is said before it is made.
about() {
    case $1 in
    old)
        # The oldest Debian that has a mirror: glibc 2.31. Its own Python is too old for us.
        suite=bullseye size="1 GB, about 5 minutes: it compiles a Python"
        packages="gcc make libc6-dev zlib1g-dev ca-certificates xz-utils"
        ;;
    new)
        # What compiles C for Apple and Windows, and what runs ARM64, musl and Windows. The LLVM is
        # as new as Rust's: an older one can't read Rust's libraries.
        suite=sid size="3 GB, about 2 minutes"
        packages="clang-22 lld-22 llvm-22 gcc libc6-dev ca-certificates python3 git qemu-user
            gcc-mingw-w64-x86-64-win32 mingw-w64-x86-64-dev wine wine64 musl"
        ;;
    swift)
        # The newest Swift that Debian has: from 6.2 on, it takes artifact bundles, with unzip.
        suite=sid size="3.5 GB, about 2 minutes"
        packages="swiftlang libc6-dev g++ ca-certificates git python3 unzip"
        ;;
    *)
        echo "no such root: $1" >&2
        exit 2
        ;;
    esac
}

# ready NAME: the root is there.
ready() {
    about "$1"
    make_root "$roots/$1" "reach: making the root $1 in $roots/$1 (once: $size)" \
        "$here/root.sh" fill "$1"
}

# Runs in the namespace.
fill() {
    name=$1 at=$2
    about "$name"
    # By this machine's clock a release file may count as expired; its signature is checked.
    mkdir -p "$at/etc/apt/apt.conf.d"
    echo 'Acquire::Check-Valid-Until "false";' >"$at/etc/apt/apt.conf.d/reach"
    # shellcheck disable=SC2086 # a list of packages
    fill_root "$at" "$suite" $packages
    # What this machine trusts, a registry's mirror perhaps, the root trusts too.
    cp /etc/ssl/certs/ca-certificates.crt "$at/etc/ssl/certs/ca-certificates.crt"
    if [ -x "$here/root-$name.sh" ]; then
        "$here/root-$name.sh" "$at"
    fi
    in_root "$at" / apt-get clean
}

# Runs in the namespace: the project, Rust, and the folder where this is called at their own paths,
# so that messages name files that exist.
enter() {
    at=$roots/$1
    shift
    mount -t proc proc "$at/proc"
    mount --rbind /dev "$at/dev"
    for shared in "$project" "$CARGO_HOME" "$RUSTUP_HOME" "$1"; do
        mkdir -p "$at$shared"
        mount --bind "$shared" "$at$shared"
    done
    cp -L /etc/resolv.conf "$at/etc/resolv.conf"
    in_root "$at" "$@"
}

command=${1:-}
[ $# -gt 0 ] && shift
case $command in
make)
    roots_possible
    ready "$1"
    ;;
run)
    roots_possible
    name=$1
    shift
    ready "$name"
    # shellcheck disable=SC2086 # a command and its options
    exec $isolated "$here/root.sh" enter "$name" "$PWD" "$@"
    ;;
fill) fill "$@" ;;
enter) enter "$@" ;;
*)
    sed -n '2,/^set/s/^# \{0,1\}//p' "$0" >&2
    exit 2
    ;;
esac
