#!/bin/sh
# Builds the sandbox and says where it is: in .cache, because the Swift root sees only the project,
# and Cargo may have been told to build elsewhere.
set -eu
cd "$(dirname "$0")/../.."
cargo build --quiet -p venice-keys-sandbox
built=${CARGO_TARGET_DIR:-target}/debug/venice-keys-sandbox
sandbox=$PWD/.cache/swift-sandbox
mkdir -p .cache
cmp -s "$built" "$sandbox" || {
    # Renamed into place: another run may be using the old one.
    cp "$built" "$sandbox.$$"
    mv "$sandbox.$$" "$sandbox"
}
echo "$sandbox"
