#!/bin/sh
# The tour in Swift, against a sandbox; with --live against Venice (VENICE_API_KEY), read-only.
set -eu
cd "$(dirname "$0")/.."

scripts/with-swift true || exit $?
scripts/generate.sh debug
export VENICE_KEYS_PROFILE=debug
log=$(mktemp)
trap 'rm -f "$log"' EXIT
scripts/with-swift swift build --package-path Examples --product Tour \
    -Xswiftc -warnings-as-errors >"$log" 2>&1 || {
    cat "$log" >&2
    exit 1
}
tour=Examples/.build/debug/Tour
if [ "${1:-}" = --live ]; then
    scripts/with-swift "$tour" --live
    exit
fi
scripts/with-sandbox scripts/with-swift "$tour" "$@"
