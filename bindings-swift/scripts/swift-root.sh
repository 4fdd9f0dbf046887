#!/bin/sh
# A Debian trixie root with Swift in it, for Debian machines whose own release has no Swift.
#
#   swift-root.sh possible       exit 0 where such a root can be made and used, else say why not
#   swift-root.sh make           make it, once; says where it is
#   swift-root.sh run COMMAND…   run a command in it, with this project mounted at its own path
#
# It lives in .cache/swift-root (VENICE_KEYS_SWIFT_ROOT names another folder) and takes 3.4 GB.
# Every mount is made in a mount namespace that ends with the command, however that ends, even by
# SIGKILL: nothing is ever mounted on the machine itself, so nothing can be left mounted on it.
set -eu

project=$(cd "$(dirname "$0")/../.." && pwd -P)
. "$project/tests/scripts/shared.sh"
root=${VENICE_KEYS_SWIFT_ROOT:-$project/.cache/swift-root}
release=trixie
packages="swiftlang libc6-dev g++ ca-certificates git"

# Mounts and processes of their own: the kernel takes both away when the command ends, and ends the
# command when this script does, however that does.
isolated="setpriv --pdeathsig KILL
    unshare --mount --propagation private --pid --fork --kill-child --"

possible() {
    if [ "$(uname -s)" != Linux ] || ! grep -qs '^ID=debian$' /etc/os-release; then
        echo "the Swift root needs Debian" >&2
        return 1
    fi
    if [ "$(id -u)" != 0 ]; then
        echo "the Swift root needs root: it is entered with chroot" >&2
        return 1
    fi
    # shellcheck disable=SC2086 # a command and its options, here and below
    if ! $isolated mount -t tmpfs none /mnt 2>/dev/null; then
        echo "the Swift root needs the right to mount, which this container does not give" >&2
        return 1
    fi
}

# Runs in the namespace: debootstrap, then Swift from the new root's own apt.
fill() {
    debootstrap --variant=minbase "$release" "$1"
    mount -t proc proc "$1/proc"
    # No service may start in a root that is only a toolchain.
    printf '#!/bin/sh\nexit 101\n' >"$1/usr/sbin/policy-rc.d"
    chmod +x "$1/usr/sbin/policy-rc.d"
    # shellcheck disable=SC2086 # a list of packages
    in_root "$1" / sh -c 'apt-get -q update && apt-get -q install -y --no-install-recommends "$@" &&
        apt-get clean && swift --version' sh $packages
}

# in_root ROOT FOLDER COMMAND…: the command sees the root's own tools first, and no other's home.
in_root() {
    root_dir=$1 folder=$2
    shift 2
    # The folder is entered inside: outside, it is another folder of the same name.
    chroot "$root_dir" /usr/bin/env HOME=/root LANG=C.UTF-8 DEBIAN_FRONTEND=noninteractive \
        PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin \
        TMPDIR=/tmp sh -c 'cd "$1" && shift && exec "$@"' sh "$folder" "$@"
}

install_debootstrap() {
    apt-get -qq update &&
        apt-get -qq install -y --no-install-recommends debootstrap debian-archive-keyring
}

make_root() {
    # It appears under its name only when it is whole, so that being there is being ready.
    if [ -d "$root" ]; then
        return
    fi
    mkdir -p "$(dirname "$root")"
    exec 9>"$root.lock"
    flock 9
    # Another one may have made it while this one waited.
    if [ -d "$root" ]; then
        return
    fi
    if ! command -v debootstrap >/dev/null; then
        step "swift: installing debootstrap (once, usually a quarter of a minute)" \
            install_debootstrap
    fi
    # Whatever a killed run left: the lock says that nobody is using it.
    rm -rf "$root".partial.*
    partial=$(mktemp -d "$root.partial.XXXXXX")
    chmod 755 "$partial"
    filling=
    trap 'alive_end; kill -KILL $filling 2>/dev/null; wait; rm -rf "$partial"' EXIT
    trap 'exit 130' INT TERM HUP
    say "swift: making the Swift root in $root (once: 1 to 2 minutes and 3.4 GB)"
    # Waited for in the background: a trap waits for nothing that runs in the foreground.
    $isolated "$0" fill "$partial" >"$root.log" 2>&1 &
    filling=$!
    alive "$root.log"
    if ! wait "$filling"; then
        tail -n 20 "$root.log" >&2
        echo "the Swift root could not be made; the whole log is $root.log" >&2
        exit 1
    fi
    alive_end
    mv -T "$partial" "$root"
    trap - EXIT INT TERM HUP
    exec 9>&-
}

# Runs in the namespace: the project at its own path, so that messages name files that exist.
enter() {
    mount -t proc proc "$root/proc"
    mount --rbind /dev "$root/dev"
    mkdir -p "$root$project"
    mount --bind "$project" "$root$project"
    in_root "$root" "$@"
}

command=${1:-}
[ $# -gt 0 ] && shift
case $command in
possible) possible ;;
make)
    possible
    make_root
    echo "$root"
    ;;
run)
    possible
    make_root
    case $PWD/ in
    "$project"/*) folder=$PWD ;;
    *) folder=$project ;;
    esac
    exec $isolated "$0" enter "$folder" "$@"
    ;;
fill) fill "$@" ;;
enter) enter "$@" ;;
*)
    sed -n '2,/^set/s/^# \{0,1\}//p' "$0" >&2
    exit 2
    ;;
esac
