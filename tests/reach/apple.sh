#!/usr/bin/env bash
# A cell of `make reach`: Swift's libraries for iOS, its simulator and macOS, assembled and
# inspected.
set -euo pipefail
cd "$(dirname "$0")/../.."
. tests/reach/common.sh
out=$reach/out/swift

for triple in aarch64-apple-ios aarch64-apple-ios-sim x86_64-apple-ios \
  aarch64-apple-darwin x86_64-apple-darwin; do
  target_std "$triple"
done
"$here/root.sh" make new
mkdir -p "$out"
# zig brings the names that Apple's libSystem has.
. bindings-python/scripts/common.sh
tools
libsystem=$(find "$PWD/$cache/tools" -name libSystem.tbd | head -n 1)
bindings-swift/scripts/libraries.sh generated "$out"
export CARGO_BUILD="tests/reach/cargo.sh build" LIPO=/usr/lib/llvm-22/bin/llvm-lipo
stage compiles,links quietly "reach: Swift's libraries for Apple (five builds, about 12 minutes)" \
  in_root new env CARGO_TARGET_DIR="$reach/cross" \
  bindings-swift/scripts/libraries.sh apple "$out"
stage runs quietly "reach: assembling the XCFramework, twice" \
  tests/reach/package_swift.sh "$out" "$reach/out/swift-apple"
size XCFramework.zip "$reach/out/swift-apple/VeniceKeysFFI.xcframework.zip"
for slice in ios ios-simulator macos; do
  size "$slice" "$out/apple/$slice/libvenice_keys_swift.a"
done
stage runs quietly "reach: inspecting it" in_root new python3 tests/reach/inspect_apple.py \
  "$reach/out/swift-apple/VeniceKeysFFI.xcframework" "$libsystem"
result runs "inspected; Xcode: release.yml"
