#!/bin/sh
# The tour in Swift, against a sandbox; with --live against Venice (VENICE_ADMIN_KEY), read-only.
set -eu
cd "$(dirname "$0")/.."
. ../tests/scripts/shared.sh

say "The tour in Swift: the first build takes about 4 minutes on two cores, later ones seconds."
scripts/with-swift true || exit $?
scripts/generate.sh debug
export VENICE_KEYS_PROFILE=debug
log=$(mktemp)
trap 'rm -f "$log"' EXIT
say "swift: building the tour (the first time about a minute)"
watched "$log" scripts/with-swift swift build --package-path Examples --product Tour \
    -Xswiftc -warnings-as-errors || {
    cat "$log" >&2
    exit 1
}
tour=Examples/.build/debug/Tour
if [ "${1:-}" = --live ]; then
    scripts/with-swift "$tour" --live
    exit
fi
scripts/with-sandbox scripts/with-swift "$tour" "$@"
