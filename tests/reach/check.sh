#!/usr/bin/env bash
# A cell of `make reach`: a system whose linker can't be had here, compiled but not linked: the
# core, the sandbox, Python's and Node's crates.
#
#   check.sh TRIPLE WHY        WHY: what is missing
set -euo pipefail
cd "$(dirname "$0")/../.."
. tests/reach/common.sh

target_std "$1"
"$here/root.sh" make new
# The oldest macOS that a wheel's name may promise.
export MACOSX_DEPLOYMENT_TARGET=11.0
stage compiles quietly "reach: checking for $1 (about 2 minutes on two cores)" \
  in_root new tests/reach/cargo.sh check --locked --target "$1" \
  -p venice-keys -p venice-keys-sandbox -p venice-keys-python -p venice-keys-node
result links "$2"
result runs "release.yml"
