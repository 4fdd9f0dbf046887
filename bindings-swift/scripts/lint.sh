#!/bin/sh
# Checks formatting, warnings (generated code included), the documentation of every public symbol,
# and that shell scripts parse. `cargo fmt` and `clippy` are the root Makefile's.
set -eu
cd "$(dirname "$0")/.."
. ../tests/scripts/shared.sh

for script in scripts/*.sh scripts/with-* ../tests/swift/build ../tests/swift/driver \
    ../tests/swift/storm; do
    sh -n "$script"
done
scripts/with-swift true || {
    code=$?
    # Exit code 77: there is no Swift here, and with-swift said so. With CI=true it is 1.
    [ "$code" -eq 77 ] && exit 0
    exit "$code"
}
scripts/generate.sh debug
export VENICE_KEYS_PROFILE=debug

# Swift 6.0 brings the formatter with the compiler.
scripts/with-swift swift format lint --strict --configuration .swift-format --recursive \
    Package.swift Examples/Package.swift Examples/Sources \
    ../tests/swift/Package.swift ../tests/swift/Sources ../tests/swift/Tests \
    Sources/VeniceKeys Sources/VeniceKeysTesting

# quietly COMMAND…: its output only if it fails.
log=$(mktemp)
trap 'rm -f "$log"' EXIT
quietly() {
    watched "$log" "$@" || {
        grep -E 'error:|warning:' "$log" || cat "$log"
        exit 1
    }
}
strict="-Xswiftc -warnings-as-errors"
# shellcheck disable=SC2086 # two words
quietly scripts/with-swift swift build --package-path ../tests/swift --build-tests $strict
# shellcheck disable=SC2086
quietly scripts/with-swift swift build --package-path Examples $strict
quietly scripts/with-swift swift package --scratch-path ../.cache/swift-docs dump-symbol-graph \
    --minimum-access-level public --skip-synthesized-members
graph=$(find ../.cache/swift-docs -name VeniceKeys.symbols.json)
python3 scripts/docs.py "$graph"
echo "swift: formatting, warnings and documentation are in order"
