#!/usr/bin/env bash
# Formatting, lints, types and docs of everything, and the house's own rules.
set -euo pipefail
cd "$(dirname "$0")/.."
. tests/scripts/shared.sh

# The crates that are Rust all through: a binding's tests are its language's.
pure=(-p venice-keys -p venice-keys-sandbox -p venice-keys-tests -p venice-keys-hard
  -p venice-keys-live -p venice-keys-bench -p venice-keys-bridge -p venice-keys-generate
  -p venice-keys-model)

say "Formatting, lints, types and docs: the first time about 10 minutes on two cores, then about 2."
cargo fmt --all --check
for script in $(git ls-files '*.sh'); do
  case $(head -n 1 "$script") in
    '#!/bin/sh') sh -n "$script" ;;
    *) bash -n "$script" ;;
  esac
done
core/generate/run.sh --verify
python3 tests/check_coverage.py
python3 tests/check_generated.py
python3 tests/check_house.py
python3 tests/check_supply.py
step "rust: clippy (the first time about 3 minutes on two cores)" \
  cargo clippy --workspace -- -D warnings
step "rust: clippy of the tests" cargo clippy --all-targets "${pure[@]}" -- -D warnings
RUSTDOCFLAGS="-D warnings" step "rust: the documentation" \
  cargo doc --no-deps -p venice-keys -p venice-keys-sandbox
for language in python node swift; do
  "bindings-$language/scripts/lint.sh"
done
tests/release/lint.sh
say "lint: all is fine"
