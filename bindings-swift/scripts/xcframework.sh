#!/bin/sh
# Makes VeniceKeysFFI.xcframework for iOS, its simulator and macOS. Needs a Mac with Xcode, and
# rustup. It can't run on Linux, and has not been run where this project is built.
set -eu
cd "$(dirname "$0")/.."
. ../tests/scripts/shared.sh
target=$(target_dir)
name=libvenice_keys_swift.a
export IPHONEOS_DEPLOYMENT_TARGET=15.0 MACOSX_DEPLOYMENT_TARGET=12.0

scripts/generate.sh debug # the Swift half, the header and its module map
build() {
    rustup target add "$1"
    cargo build --config scripts/swift-profile.toml --profile swift \
        -p venice-keys-swift --target "$1"
}
made=$(mktemp -d)
trap 'rm -rf "$made"' EXIT
for triple in aarch64-apple-ios aarch64-apple-ios-sim x86_64-apple-ios \
    aarch64-apple-darwin x86_64-apple-darwin; do
    build "$triple"
done
mkdir -p "$made/sim" "$made/mac" "$made/headers/VeniceKeysFFI"
lipo -create -output "$made/sim/$name" \
    "$target/aarch64-apple-ios-sim/swift/$name" "$target/x86_64-apple-ios/swift/$name"
lipo -create -output "$made/mac/$name" \
    "$target/aarch64-apple-darwin/swift/$name" "$target/x86_64-apple-darwin/swift/$name"
# A folder of its own: two frameworks with a module map each can then live in one app.
cp Sources/VeniceKeysFFI/VeniceKeysFFI.h Sources/VeniceKeysFFI/module.modulemap \
    "$made/headers/VeniceKeysFFI/"
rm -rf VeniceKeysFFI.xcframework
xcodebuild -create-xcframework -output VeniceKeysFFI.xcframework \
    -library "$target/aarch64-apple-ios/swift/$name" -headers "$made/headers" \
    -library "$made/sim/$name" -headers "$made/headers" \
    -library "$made/mac/$name" -headers "$made/headers"
