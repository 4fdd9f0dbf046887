#!/usr/bin/env bash
# A cell of `make reach`: Windows, as its GNU kind, which alone links here, under wine: the core's
# tests, the scenarios against the sandbox, and the addon in Node, installed by a project outside
# the repository.
set -euo pipefail
cd "$(dirname "$0")/../.."
. tests/reach/common.sh
triple=x86_64-pc-windows-gnu

target_std "$triple"
"$here/root.sh" make new
stage compiles,links quietly "reach: building for $triple (about 6 minutes on two cores)" \
  in_root new tests/reach/cargo.sh build --locked --target "$triple" \
  -p venice-keys-node -p venice-keys-sandbox
built=$reach/cross/$triple/debug
size "addon (debug)" "$built/venice_keys_node.dll"
stage runs quietly "reach: the core's tests under wine (builds: about 3 minutes)" \
  in_root new tests/reach/cargo.sh test --locked --target "$triple" -p venice-keys --lib \
  -- --test-threads=2
# wine knows no chain engine with roots of its own, which a CA file needs.
stage runs quietly "reach: the scenarios under wine, but those with TLS" \
  in_root new tests/reach/cargo.sh test --locked --target "$triple" -p venice-keys-tests \
  --test scenarios -- --test-threads=2 --skip tls --skip ca-file
say "reach: the addon in Node under wine (a minute)"
stage runs tests/reach/project_wine.sh "$built"
