#!/bin/sh
# Makes what Package.swift needs on Linux and git doesn't keep: the static library in
# lib/PROFILE, and from it the Swift half, the C header and its module map.
#
#   generate.sh [debug|release]     default: release, which is what people link
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
# A minute of optimising what runs for a tenth of a second would be lost.
step "swift: building the program that writes the Swift half (the first time half a minute)" \
    cargo build --config 'profile.dev.package."*".opt-level=0' -p venice-keys-swift-bindgen

# keep NEW OLD: a file that didn't change keeps its time, so that nothing is rebuilt for it.
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
keep "$made/VeniceKeys.swift" Sources/VeniceKeys/Generated/VeniceKeys.swift
# A folder of its own, so that two uniffi packages can live in one app.
keep "$made/VeniceKeysFFI.h" Sources/VeniceKeysFFI/VeniceKeysFFI.h
keep "$made/module.modulemap" Sources/VeniceKeysFFI/module.modulemap
if ! cmp -s "$made/library.a" "lib/$profile/libvenice_keys_swift.a"; then
    # SwiftPM doesn't look at the library: what is linked with the old one must go.
    find ../tests/swift/.build Examples/.build ../.cache/swift-consumer/.build -type f \
        -perm -u+x ! -name '*.so' -delete 2>/dev/null || true
fi
keep "$made/library.a" "lib/$profile/libvenice_keys_swift.a"
