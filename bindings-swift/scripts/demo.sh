#!/bin/sh
# The tour in Swift, against a sandbox; with --live against Venice (VENICE_API_KEY), read-only.
set -eu
cd "$(dirname "$0")/.."

scripts/with-swift true || exit $?
scripts/generate.sh debug
export VENICE_KEYS_PROFILE=debug
scripts/with-swift swift build --quiet --package-path Examples --product Tour
tour=Examples/.build/debug/Tour
if [ "${1:-}" = --live ]; then
    exec scripts/with-swift "$tour" --live
fi
cargo build --quiet -p venice-keys-sandbox
exec scripts/with-sandbox scripts/with-swift "$tour" "$@"
