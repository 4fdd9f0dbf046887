#!/usr/bin/env bash
# The tour in Python, against a sandbox on this machine; --live reads from Venice itself.
set -euo pipefail
cd "$(dirname "$0")/../.."
. bindings-python/scripts/common.sh

say "The tour in Python: the first time about 4 minutes of building on two cores, then seconds."
tools
build_test_wheel
build_sandbox
"$cache/tools/bin/pip" install -q --disable-pip-version-check --no-deps --force-reinstall \
  "$cache"/wheels/*.whl
export VENICE_KEYS_SANDBOX=${VENICE_KEYS_SANDBOX:-$sandbox}
exec "$cache/tools/bin/python" bindings-python/examples/tour.py "$@"
