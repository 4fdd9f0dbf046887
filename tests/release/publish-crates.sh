#!/usr/bin/env bash
# Publishes the crates, the sandbox first because the core's tests name it; what is there is left.
set -euo pipefail
cd "$(dirname "$0")/../.."
version=$(python3 tests/release/project.py version)
for crate in venice-keys-sandbox venice-keys; do
  # From elsewhere: in the workspace cargo would answer with the workspace's own.
  if (cd / && cargo info --quiet --registry crates-io "$crate@$version" >/dev/null 2>&1); then
    echo "$crate $version is there already"
  else
    cargo publish --locked -p "$crate"
  fi
done
