#!/usr/bin/env bash
# A cell of `make reach`: what is published for a Linux, built as for a release and tried.
#
#   linux.sh PLATFORM      PLATFORM: as in tests/release/platforms.json
set -euo pipefail
cd "$(dirname "$0")/../.."
. tests/reach/common.sh
platform=$1 out=$reach/out/$1
triple=$(python3 tests/release/project.py triple "$platform")

target_std "$triple"
say "reach: building for $platform (three builds, about 10 minutes on two cores)"
stage compiles,links tests/release/build.sh "$platform" "$out"
size wheel "$out"/venice_keys-*.whl
size "sandbox's wheel" "$out"/venice_keys_sandbox-*.whl
unpacked=$(mktemp -d)
trap 'rm -rf "$unpacked"' EXIT
for tarball in "$out"/venice-keys-"$platform"-*.tgz "$out"/venice-keys-sandbox-"$platform"-*.tgz; do
  tar -xzf "$tarball" -C "$unpacked"
done
size addon "$unpacked/package/venice-keys.$platform.node"
size "its npm package" "$out"/venice-keys-"$platform"-*.tgz
size sandbox "$unpacked/package/venice-keys-sandbox"
if [[ $platform = *-gnu ]]; then
  stage runs quietly "reach: which glibc they ask for" python3 tests/reach/glibc.py 2.17 \
    "$unpacked"/package/{*.node,venice-keys-sandbox}
fi
say "reach: trying it for $platform (a minute)"
stage runs tests/reach/project_linux.sh "$platform" "$out"
if [[ $platform = *-musl ]]; then result runs "yes (wheel: no Python for musl here)"; fi
