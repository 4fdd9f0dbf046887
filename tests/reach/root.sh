#!/bin/sh
# Debian roots in which `make reach` builds and tries, each made once, as root and on Debian only.
#
#   root.sh make NAME            make it where it isn't there; says first how big it is and how long
#                                it takes
#   root.sh run NAME COMMAND…    run a command in it, in this folder, with the project, Rust, and
#                                the network of this machine
#
# They lie in .cache/reach/roots. Every mount is made in a mount namespace that ends with the
# command, however that ends: nothing is ever mounted on the machine itself.
set -eu
here=$(cd "$(dirname "$0")" && pwd -P)
project=$(cd "$here/../.." && pwd -P)
. "$project/tests/scripts/shared.sh"
roots=$project/.cache/reach/roots
cargo_home=${CARGO_HOME:-$HOME/.cargo}
rustup_home=${RUSTUP_HOME:-$HOME/.rustup}

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

# Mounts and processes of their own: the kernel takes both away when the command ends, and ends the
# command when this script does, however that does.
isolated="setpriv --pdeathsig KILL
    unshare --mount --propagation private --pid --fork --kill-child --"

possible() {
    if ! grep -qs '^ID=debian$' /etc/os-release || [ "$(id -u)" != 0 ]; then
        echo "reach: its roots need Debian, and root: they are entered with chroot" >&2
        exit 1
    fi
    # shellcheck disable=SC2086 # a command and its options, here and below
    if ! $isolated mount -t tmpfs none /mnt 2>/dev/null; then
        echo "reach: its roots need the right to mount, which this container does not give" >&2
        exit 1
    fi
}

# Runs in the namespace: debootstrap, then the packages from the new root's own apt.
fill() {
    name=$1 at=$2
    about "$name"
    # By this machine's clock a release file may count as expired; its signature is checked.
    mkdir -p "$at/etc/apt/apt.conf.d"
    echo 'Acquire::Check-Valid-Until "false";' >"$at/etc/apt/apt.conf.d/reach"
    debootstrap --variant=minbase "$suite" "$at"
    mount -t proc proc "$at/proc"
    # No service may start in a root that is only a toolchain.
    printf '#!/bin/sh\nexit 101\n' >"$at/usr/sbin/policy-rc.d"
    chmod +x "$at/usr/sbin/policy-rc.d"
    # shellcheck disable=SC2086 # a list of packages
    in_root "$at" / sh -c 'apt-get -q update &&
        apt-get -q install -y --no-install-recommends "$@"' sh $packages
    # What this machine trusts, a registry's mirror perhaps, the root trusts too.
    cp /etc/ssl/certs/ca-certificates.crt "$at/etc/ssl/certs/ca-certificates.crt"
    if [ -x "$here/root-$name.sh" ]; then
        "$here/root-$name.sh" "$at"
    fi
    in_root "$at" / apt-get clean
}

# in_root ROOT FOLDER COMMAND…: the command sees the root's own tools first, and no other's home.
in_root() {
    at=$1 folder=$2
    shift 2
    # The folder is entered inside: outside, it is another folder of the same name.
    chroot "$at" /usr/bin/env HOME=/root LANG=C.UTF-8 DEBIAN_FRONTEND=noninteractive \
        PATH="/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin:$cargo_home/bin" \
        TMPDIR=/tmp CARGO_HOME="$cargo_home" RUSTUP_HOME="$rustup_home" \
        sh -c 'cd "$1" && shift && exec "$@"' sh "$folder" "$@"
}

make_root() {
    name=$1 at=$roots/$1
    about "$name"
    # It appears under its name only when it is whole, so that being there is being ready.
    [ ! -d "$at" ] || return 0
    mkdir -p "$roots"
    exec 9>"$at.lock"
    flock 9
    [ ! -d "$at" ] || return 0
    if ! command -v debootstrap >/dev/null; then
        step "reach: installing debootstrap (once, usually a quarter of a minute)" sh -c '
            apt-get -qq update &&
            apt-get -qq install -y --no-install-recommends debootstrap debian-archive-keyring'
    fi
    # Whatever a run that was killed left: the lock says that nobody is using it.
    rm -rf "$at".partial.*
    partial=$(mktemp -d "$at.partial.XXXXXX")
    chmod 755 "$partial"
    filling=
    trap 'alive_end; kill -KILL $filling 2>/dev/null; wait; rm -rf "$partial"' EXIT
    trap 'exit 130' INT TERM HUP
    say "reach: making the root $name in $at (once: $size)"
    # Waited for in the background: a trap waits for nothing that runs in the foreground.
    $isolated "$here/root.sh" fill "$name" "$partial" >"$at.log" 2>&1 &
    filling=$!
    alive "$at.log"
    if ! wait "$filling"; then
        tail -n 20 "$at.log" >&2
        echo "reach: the root $name could not be made; the whole log is $at.log" >&2
        exit 1
    fi
    alive_end
    mv -T "$partial" "$at"
    trap - EXIT INT TERM HUP
    exec 9>&-
}

# Runs in the namespace: the project, Rust, and the folder where this is called at their own paths,
# so that messages name files that exist.
enter() {
    at=$roots/$1
    shift
    mount -t proc proc "$at/proc"
    mount --rbind /dev "$at/dev"
    for shared in "$project" "$cargo_home" "$rustup_home" "$1"; do
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
    possible
    make_root "$1"
    ;;
run)
    possible
    name=$1
    shift
    make_root "$name"
    exec $isolated "$here/root.sh" enter "$name" "$PWD" "$@"
    ;;
fill) fill "$@" ;;
enter) enter "$@" ;;
*)
    sed -n '2,/^set/s/^# \{0,1\}//p' "$0" >&2
    exit 2
    ;;
esac
