#!/bin/sh
# Builds what Package.swift needs on Linux and git doesn't keep: the static library in
# lib/PROFILE, and from it the module VeniceKeysCore, the C header and its module map.
#
#   generate.sh [debug|release]     default: release
set -eu

cd "$(dirname "$0")/.."
. ../tests/scripts/shared.sh
profile=${1:-release}
target=$(target_dir)
case $profile in
debug)
    step "swift: building the Rust half (the first time about 2 minutes on two cores)" \
        cargo build -p venice-keys-swift
    library=$target/debug/libvenice_keys_swift.a
    ;;
release)
    step "swift: building the Rust half for release (about 3 minutes on two cores)" \
        cargo build --config scripts/swift-profile.toml --profile swift -p venice-keys-swift
    library=$target/swift/libvenice_keys_swift.a
    ;;
*)
    echo "usage: generate.sh [debug|release]" >&2
    exit 2
    ;;
esac
# It runs for a tenth of a second: optimising it would take a minute.
step "swift: building the program that writes VeniceKeysCore (the first time half a minute)" \
    cargo build --config 'profile.dev.package."*".opt-level=0' -p venice-keys-swift-bindgen

# keep NEW OLD: a file that didn't change keeps its date, so that nothing is rebuilt for it.
keep() {
    if cmp -s "$1" "$2"; then
        rm "$1"
    else
        mkdir -p "$(dirname "$2")"
        mv "$1" "$2"
    fi
}

made=$(mktemp -d)
trap 'rm -rf "$made"' EXIT
"$target/debug/venice-keys-swift-bindgen" "$library" uniffi.toml "$made" "$made"
cp "$library" "$made/library.a"
keep "$made/VeniceKeysCore.swift" Sources/VeniceKeysCore/VeniceKeysCore.swift
# A folder of its own, so that two uniffi packages can live in one app.
keep "$made/VeniceKeysFFI.h" Sources/VeniceKeysFFI/VeniceKeysFFI.h
keep "$made/module.modulemap" Sources/VeniceKeysFFI/module.modulemap
if ! cmp -s "$made/library.a" "lib/$profile/libvenice_keys_swift.a"; then
    # SwiftPM doesn't watch the library: whatever is linked with the old one must go.
    find ../tests/swift/.build Examples/.build ../.cache/swift-consumer/.build -type f \
        -perm -u+x ! -name '*.so' -delete 2>/dev/null || true
fi
keep "$made/library.a" "lib/$profile/libvenice_keys_swift.a"
