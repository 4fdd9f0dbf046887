#!/usr/bin/env bash
# Builds the addon and the sandbox and runs every test on this machine's Node. The last line counts:
# "node: N passed, N failed, N skipped".
set -uo pipefail
cd "$(dirname "$0")/../.."
. bindings-node/scripts/common.sh

log=$(mktemp)
trap 'rm -f "$log"' EXIT
trap 'exit 130' INT

if setup && build; then
  say "node: the tests (usually a minute)"
  alive "$log"
  # More files at once than there are cores: they wait more than they work.
  VENICE_KEYS_SANDBOX=$sandbox node --test --test-timeout=600000 --test-concurrency=4 \
    --test-reporter=spec --test-reporter-destination=stdout \
    --test-reporter=tap --test-reporter-destination="$log" \
    tests/node/*.test.mjs
  code=$?
  alive_end
else
  echo "node: the addon couldn't be built" >&2
  code=1
fi

count() { sed -nE "s/^# $1 ([0-9]+)$/\1/p" "$log" | tail -n 1; }
passed=$(count pass) failed=$(($(count fail) + $(count cancelled))) skipped=$(count skipped)
# A run that broke off before it counted anything has failed all the same.
if [ "$code" -ne 0 ] && [ "$failed" -eq 0 ]; then failed=1; fi
echo "node: ${passed:-0} passed, $failed failed, ${skipped:-0} skipped"
[ "$failed" -eq 0 ]
