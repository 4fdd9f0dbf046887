#!/bin/sh
# Makes VeniceKeysFFI.xcframework for iOS, its simulator and macOS, which Package.swift takes on
# Apple's platforms. On a Mac with Xcode and rustup; on Linux as libraries.sh says.
set -eu
cd "$(dirname "$0")/.."
made=$(mktemp -d)
trap 'rm -rf "$made"' EXIT
scripts/libraries.sh apple "$made"
rm -rf VeniceKeysFFI.xcframework
python3 scripts/package.py --xcframework "$made" .
