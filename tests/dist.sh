#!/usr/bin/env bash
# What people install, built and tried as its users would, into dist/.
set -euo pipefail
cd "$(dirname "$0")/.."
. tests/scripts/shared.sh

say "What people install: about 20 minutes on two cores."
rm -rf dist
# Packed, and built from what was packed alone. Both at once: one needs the other, and neither is in
# a registry yet.
step "rust: packing the crates (about 3 minutes on two cores)" \
  cargo package --allow-dirty -p venice-keys -p venice-keys-sandbox
tests/release/build.sh "$(. bindings-node/scripts/common.sh && platform)" dist
for language in python node; do
  "bindings-$language/scripts/dist.sh"
done
bindings-swift/scripts/size.sh
