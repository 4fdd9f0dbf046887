#!/usr/bin/env bash
# Builds what package.py assembles: Rust's static libraries for one part of Swift's platforms, and
# the Swift half that is generated from them.
#
#   libraries.sh apple | linux-x64 | linux-arm64 | generated OUT
#
# The generated half is made with the first part, or by itself.
# `apple` works on a Mac with Xcode, and on Linux where CARGO_BUILD, LIPO and a toolchain with
# Apple's targets are given: a static library needs no linker. Paths of the machine are left out of
# the libraries, so that the same inputs give the same bytes.
set -euo pipefail
cd "$(dirname "$0")/../.."
part=$1
mkdir -p "$2"
out=$(cd "$2" && pwd)
. tests/scripts/shared.sh
target=$(target_dir)
name=libvenice_keys_swift.a
export IPHONEOS_DEPLOYMENT_TARGET=15.0 MACOSX_DEPLOYMENT_TARGET=12.0
export RUSTFLAGS="${RUSTFLAGS:-} --remap-path-prefix=${CARGO_HOME:-$HOME/.cargo}=/cargo \
--remap-path-prefix=$PWD=/venice-keys"

# build TRIPLE [GLIBC]: a library, by CARGO_BUILD where cargo itself can't.
build() {
  if [ -z "${CARGO_BUILD:-}" ]; then rustup target add "$1"; fi
  # shellcheck disable=SC2086 # words
  ${CARGO_BUILD:-cargo build} --locked --config bindings-swift/scripts/swift-profile.toml \
    --profile swift -p venice-keys-swift --target "$1${2:+.$2}"
}
built() { echo "$target/$1/swift/$name"; }

case $part in
apple)
  for triple in aarch64-apple-ios aarch64-apple-ios-sim x86_64-apple-ios \
    aarch64-apple-darwin x86_64-apple-darwin; do
    build "$triple"
  done
  mkdir -p "$out"/apple/{ios,ios-simulator,macos}
  cp "$(built aarch64-apple-ios)" "$out/apple/ios/$name"
  "${LIPO:-lipo}" -create -output "$out/apple/ios-simulator/$name" \
    "$(built aarch64-apple-ios-sim)" "$(built x86_64-apple-ios)"
  "${LIPO:-lipo}" -create -output "$out/apple/macos/$name" \
    "$(built aarch64-apple-darwin)" "$(built x86_64-apple-darwin)"
  ;;
linux-x64 | linux-arm64)
  . bindings-python/scripts/common.sh
  tools
  # zig's headers: with this machine's, the library would ask for this machine's glibc.
  PATH=$PWD/$cache/tools/bin:$PATH
  : "${CARGO_BUILD:=cargo zigbuild}"
  triple=$(python3 tests/release/project.py triple "$part-gnu")
  rustup target add "$triple" 2>/dev/null || true
  build "$triple" 2.17
  mkdir -p "$out/$part"
  cp "$(built "$triple")" "$out/$part/$name"
  ;;
generated) rm -rf "$out/generated" ;;
*)
  sed -n '2,/^set/s/^# \{0,1\}//p' "$0" >&2
  exit 2
  ;;
esac

# The Swift half, the header and its module map: the same whatever they are made from.
if [ -d "$out/generated" ]; then exit; fi
RUSTFLAGS='' bindings-swift/scripts/generate.sh debug
mkdir -p "$out/generated"
cp bindings-swift/Sources/VeniceKeysCore/VeniceKeysCore.swift \
  bindings-swift/Sources/VeniceKeysFFI/{VeniceKeysFFI.h,module.modulemap} "$out/generated/"
