#!/usr/bin/env bash
# Assembles the Swift package twice from the libraries that are there, and compares the bytes. Where
# Apple's weren't built, files of no content stand for them: what is tried then is Linux's half.
#
#   package_swift.sh LIBRARIES OUT
set -euo pipefail
cd "$(dirname "$0")/../.."
libraries=$1 out=$2
whole=$(mktemp -d)
trap 'rm -rf "$whole"' EXIT
cp -R "$libraries"/. "$whole"
for slice in ios ios-simulator macos; do
  mkdir -p "$whole/apple/$slice"
  [ -f "$whole/apple/$slice/libvenice_keys_swift.a" ] ||
    : >"$whole/apple/$slice/libvenice_keys_swift.a"
done
python3 bindings-swift/scripts/package.py --partial "$whole" "$out"
python3 bindings-swift/scripts/package.py --partial "$whole" "$whole/again" >/dev/null
for zip in "$out"/*.zip; do cmp "$zip" "$whole/again/$(basename "$zip")"; done
echo "the same libraries give the same bytes"
