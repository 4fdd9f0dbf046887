#!/bin/sh
# A Debian trixie root with Swift in it, for Debian machines whose own release has no Swift.
#
#   swift-root.sh possible       exit 0 where such a root can be made and used, else say why not
#   swift-root.sh make           make it, once; says where it is
#   swift-root.sh run COMMAND…   run a command in it, with this project mounted at its own path
#
# It lives in .cache/swift-root (VENICE_KEYS_SWIFT_ROOT names another folder) and takes 3.4 GB.
set -eu

project=$(cd "$(dirname "$0")/../.." && pwd -P)
. "$project/tests/scripts/shared.sh"
. "$project/tests/scripts/roots.sh"
root=${VENICE_KEYS_SWIFT_ROOT:-$project/.cache/swift-root}
packages="swiftlang libc6-dev g++ ca-certificates git"

ready() {
    make_root "$root" "swift: making the Swift root in $root (once: 1 to 2 minutes and 3.4 GB)" \
        "$0" fill
}

# Runs in the namespace.
fill() {
    # shellcheck disable=SC2086 # a list of packages
    fill_root "$1" trixie $packages
    in_root "$1" / sh -c 'apt-get clean && swift --version'
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
possible) roots_possible ;;
make)
    roots_possible
    ready
    echo "$root"
    ;;
run)
    roots_possible
    ready
    case $PWD/ in
    "$project"/*) folder=$PWD ;;
    *) folder=$project ;;
    esac
    # shellcheck disable=SC2086 # a command and its options
    exec $isolated "$0" enter "$folder" "$@"
    ;;
fill) fill "$@" ;;
enter) enter "$@" ;;
*)
    sed -n '2,/^set/s/^# \{0,1\}//p' "$0" >&2
    exit 2
    ;;
esac
