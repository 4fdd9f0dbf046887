#!/usr/bin/env bash
# The measurements. So far: the core beside the bare socket.
set -euo pipefail
cd "$(dirname "$0")/../.."
cargo run --quiet --release -p venice-keys-bench
