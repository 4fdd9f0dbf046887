# Debian roots to build and try in, for any POSIX shell; to be sourced after shared.sh. Each is
# entered in a mount namespace that ends with the command, however that ends, even by SIGKILL:
# nothing is ever mounted on the machine itself, so nothing can be left mounted on it.
#
#   roots_possible                     exit 0 where roots can be made and used, else say why not
#   make_root ROOT SAY COMMAND…        makes ROOT, once: the command fills the folder it is given
#   fill_root ROOT RELEASE PACKAGE…    what such a command does: debootstrap, and the packages
#   in_root ROOT FOLDER COMMAND…       runs a command in it
#
# The last two, and whatever mounts, only run behind $isolated.

# Mounts and processes of their own: the kernel takes both away when the command ends, and ends the
# command when this script does, however that does.
isolated="setpriv --pdeathsig KILL
    unshare --mount --propagation private --pid --fork --kill-child --"

roots_possible() {
    if [ "$(uname -s)" != Linux ] || ! grep -qs '^ID=debian$' /etc/os-release; then
        echo "a Debian root needs Debian" >&2
        return 1
    fi
    if [ "$(id -u)" != 0 ]; then
        echo "a Debian root needs root: it is entered with chroot" >&2
        return 1
    fi
    # shellcheck disable=SC2086 # a command and its options, here and below
    if ! $isolated mount -t tmpfs none /mnt 2>/dev/null; then
        echo "a Debian root needs the right to mount, which this container does not give" >&2
        return 1
    fi
}

make_root() {
    local made=$1 saying=$2
    shift 2
    # It appears under its name only when it is whole, so that being there is being ready.
    [ ! -d "$made" ] || return 0
    mkdir -p "$(dirname "$made")"
    exec 9>"$made.lock"
    flock 9
    # Another one may have made it while this one waited.
    [ -d "$made" ] || make_whole "$made" "$saying" "$@"
    exec 9>&-
}

make_whole() {
    local made=$1 saying=$2
    shift 2
    if ! command -v debootstrap >/dev/null; then
        step "installing debootstrap (once, usually a quarter of a minute)" sh -c '
            apt-get -qq update &&
            apt-get -qq install -y --no-install-recommends debootstrap debian-archive-keyring'
    fi
    # Whatever a killed run left: the lock says that nobody is using it.
    rm -rf "$made".partial.*
    # Not local: the trap uses it.
    partial=$(mktemp -d "$made.partial.XXXXXX")
    chmod 755 "$partial"
    filling=
    trap 'alive_end; kill -KILL $filling 2>/dev/null; wait; rm -rf "$partial"' EXIT
    trap 'exit 130' INT TERM HUP
    say "$saying"
    # Waited for in the background: a trap waits for nothing that runs in the foreground.
    $isolated "$@" "$partial" >"$made.log" 2>&1 &
    filling=$!
    alive "$made.log"
    if ! wait "$filling"; then
        tail -n 20 "$made.log" >&2
        echo "$made could not be made; the whole log is $made.log" >&2
        exit 1
    fi
    alive_end
    mv -T "$partial" "$made"
    trap - EXIT INT TERM HUP
}

fill_root() {
    local filled=$1 release=$2
    shift 2
    debootstrap --variant=minbase "$release" "$filled"
    mount -t proc proc "$filled/proc"
    # No service may start in a root that is only a toolchain.
    printf '#!/bin/sh\nexit 101\n' >"$filled/usr/sbin/policy-rc.d"
    chmod +x "$filled/usr/sbin/policy-rc.d"
    in_root "$filled" / sh -c 'apt-get -q update &&
        apt-get -q install -y --no-install-recommends "$@"' sh "$@"
}

# The command sees the root's own tools first, then those in $root_path, and no other's home.
in_root() {
    local entered=$1 folder=$2 path=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
    shift 2
    # The folder is entered inside: outside, it is another folder of the same name.
    chroot "$entered" /usr/bin/env HOME=/root LANG=C.UTF-8 DEBIAN_FRONTEND=noninteractive \
        PATH="$path${root_path:+:$root_path}" TMPDIR=/tmp \
        sh -c 'cd "$1" && shift && exec "$@"' sh "$folder" "$@"
}
