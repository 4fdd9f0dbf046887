#!/usr/bin/env bash
# The tour in Python, against a sandbox on this machine; --live reads from Venice itself.
set -euo pipefail
cd "$(dirname "$0")/../.."
. bindings-python/scripts/common.sh

tools
build_test_wheel
cargo build --quiet -p venice-keys-sandbox
"$cache/tools/bin/pip" install -q --disable-pip-version-check --no-deps --force-reinstall \
  "$cache"/wheels/*.whl
export VENICE_KEYS_SANDBOX=${VENICE_KEYS_SANDBOX:-$PWD/target/debug/venice-keys-sandbox}
exec "$cache/tools/bin/python" bindings-python/examples/tour.py "$@"
