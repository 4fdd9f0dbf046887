#!/usr/bin/env bash
# The tour in Node, against a sandbox on this machine; --live reads from Venice itself.
set -euo pipefail
cd "$(dirname "$0")/../.."
. bindings-node/scripts/common.sh

say "The tour in Node: the first time about 3 minutes of building on two cores, then seconds."
setup
build
export VENICE_KEYS_SANDBOX=${VENICE_KEYS_SANDBOX:-$sandbox}
exec node bindings-node/examples/tour.mjs "$@"
