#!/usr/bin/env bash
# The protocols of the key jobs, over every interleaving. With names, only the setups whose name
# contains one of them, with their traces.
set -euo pipefail
cd "$(dirname "$0")/../.."
. tests/scripts/shared.sh

step "model: building" cargo build -p venice-keys-model
say "model: two and a half million states, about half a minute"
"$(target_dir)/debug/venice-keys-model" "$@"
