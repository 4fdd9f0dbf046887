#!/usr/bin/env bash
# Checks at Venice what the sandbox makes believe: with VENICE_ADMIN_KEY set. README.md says what
# it does; it says so itself before it begins, and asks.
set -euo pipefail
cd "$(dirname "$0")/../.."
. tests/scripts/shared.sh

step "live: building (the first time about 3 minutes on two cores)" \
  cargo build -p venice-keys-live
exec "$(target_dir)/debug/venice-keys-live" "$@"
