#!/usr/bin/env bash
# The tour in Rust, against a sandbox on this machine; --live reads from Venice itself.
set -euo pipefail
cd "$(dirname "$0")/../.."
. tests/scripts/shared.sh

say "The tour in Rust: the first time about 2 minutes of building on two cores, then seconds."
step "building the tour" cargo build -p venice-keys --example tour
exec cargo run --quiet -p venice-keys --example tour -- "$@"
