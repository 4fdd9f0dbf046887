#!/bin/sh
# Builds the sandbox and prints its path: in .cache, because the Swift root sees only the project,
# and Cargo may be set to build elsewhere.
set -eu
cd "$(dirname "$0")/../.."
. tests/scripts/shared.sh
step "building the sandbox (the first time about a minute on two cores)" \
    cargo build -p venice-keys-sandbox >&2
built=$(target_dir)/debug/venice-keys-sandbox
sandbox=$PWD/.cache/swift-sandbox
mkdir -p .cache
cmp -s "$built" "$sandbox" || {
    # Renamed into place: another run may still use the old one.
    cp "$built" "$sandbox.$$"
    mv "$sandbox.$$" "$sandbox"
}
echo "$sandbox"
