#!/usr/bin/env bash
# Prints what is derived from core/src; with --verify only says whether anything would change.
set -euo pipefail
cd "$(dirname "$0")/../.."
# The formatters: each language's own, as its lint uses them.
(
  . bindings-node/scripts/common.sh
  setup
)
(
  . bindings-python/scripts/common.sh
  tools
)
. tests/scripts/shared.sh
step "generate: building the generator (the first time about a minute on two cores)" \
  cargo build -p venice-keys-generate
"$(target_dir)/debug/venice-keys-generate" "$@"
