#!/usr/bin/env bash
# Uses the package that package.py wrote as a user would: from a git repository with a tag, by
# `.package(url:, from:)`, in a project outside this one, and runs the front page's Swift there.
#
#   try-package.sh PACKAGE ZIPS [FOLDER]
#
# Only the addresses of the two zips are changed, into paths beside the manifest: they are not
# published yet. Needs Swift, on Linux 6.2 or later.
set -euo pipefail
cd "$(dirname "$0")/../.."
here=$PWD package=$(cd "$1" && pwd) zips=$(cd "$2" && pwd)
version=$(python3 tests/release/project.py version)
# Without a folder, in the project: the Swift root, where there is one, sees nothing else.
work=${3:-$PWD/.cache/try-package}
rm -rf "$work"
mkdir -p "$work/project/Sources/Try"

cp -R "$package" "$work/venice-keys-swift"
cp "$zips"/*.zip "$work/venice-keys-swift"
cd "$work/venice-keys-swift"
for manifest in Package*.swift; do
  python3 - "$manifest" <<'END'
import re, sys
from pathlib import Path
path = Path(sys.argv[1])
text = path.read_text()
text = re.sub(r'url: "[^"]*/([^"/]+)",\s*checksum: "[0-9a-f]{64}"', r'path: "\1"', text)
path.write_text(text)
END
done
git init -q .
git add -A
git -c user.name=try -c user.email=try@localhost commit -q -m "$version"
git tag "$version"

cd "$work/project"
cat >Package.swift <<END
// swift-tools-version: 6.0
import PackageDescription

let package = Package(
    name: "Try",
    platforms: [.macOS(.v12)],
    dependencies: [.package(url: "file://$work/venice-keys-swift", from: "$version")],
    targets: [
        .executableTarget(
            name: "Try",
            dependencies: [.product(name: "VeniceKeys", package: "venice-keys-swift")])
    ]
)
END
awk '/^```swift$/ { inside = 1; next } /^```$/ { if (inside) exit } inside' "$here/README.md" \
  >Sources/Try/main.swift
scripts=$here/bindings-swift/scripts
"$scripts/with-swift" swift build
"$scripts/with-sandbox" "$scripts/with-swift" .build/debug/Try
echo "swift: the package is resolved by its tag, and runs the front page's snippet"
