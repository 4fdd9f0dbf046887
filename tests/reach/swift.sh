#!/usr/bin/env bash
# A cell of `make reach`: Swift's library for Linux, in an artifact bundle, used by a project that
# names the package's tag.
#
#   swift.sh linux-x64 | linux-arm64
set -euo pipefail
cd "$(dirname "$0")/../.."
. tests/reach/common.sh
part=$1 out=$reach/out/swift

triple=$(python3 tests/release/project.py triple "$part-gnu")
target_std "$triple"
mkdir -p "$out"
bindings-swift/scripts/libraries.sh generated "$out"
stage compiles quietly "reach: Swift's library for $part (about 3 minutes on two cores)" \
  bindings-swift/scripts/libraries.sh "$part" "$out"
size library "$out/$part/libvenice_keys_swift.a"
case $part in
linux-x64)
  stage links,runs quietly "reach: a project outside uses it by its tag (about 3 minutes)" \
    tests/reach/project_swift.sh "$out"
  size artifactbundle.zip "$reach/out/swift-linux/VeniceKeysFFI.artifactbundle.zip"
  ;;
linux-arm64)
  # No Swift for ARM64 runs here: what links is a program of C's, which asks for the contract.
  stage links,runs quietly "reach: a program of C's calls it under qemu" \
    tests/reach/call_swift.sh "$out"
  ;;
esac
