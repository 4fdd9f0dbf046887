#!/usr/bin/env bash
# Every language's tests, then the hard ones over all of them, and one line that sums them up.
#
# Each script ends with "NAME: N passed, N failed, N skipped". A language whose toolchain can't be
# had counts as one skip; with CI=true any skip is a failure.
set -uo pipefail
cd "$(dirname "$0")/.."

log=$(mktemp)
trap 'rm -f "$log"' EXIT
# What runs hears Ctrl-C, too; nothing else is begun.
trap 'exit 130' INT
passed=0 failed=0 skipped=0 summary=()

# run NAME SCRIPT: shows what it says, and adds up what it counted.
run() {
  local name=$1 started=$SECONDS code line p f s
  echo "=== $name"
  "$2" 2>&1 | tee "$log"
  code=${PIPESTATUS[0]}
  line=$(grep -E "^$name: [0-9]+ passed, [0-9]+ failed, [0-9]+ skipped$" "$log" | tail -n 1)
  if [ -z "$line" ]; then
    line="$name: 0 passed, 1 failed, 0 skipped"
    echo "$name: the run broke off (exit code $code)"
  fi
  read -r p f s < <(sed -E 's/[^0-9]+/ /g' <<<"$line")
  # A script that fails after counting no failure has failed all the same.
  if [ "$code" -ne 0 ] && [ "$f" -eq 0 ] && [ "$s" -eq 0 ]; then f=1; fi
  passed=$((passed + p)) failed=$((failed + f)) skipped=$((skipped + s))
  summary+=("$line ($((SECONDS - started)) s)")
}

echo "Every test in every language: the first time about 25 minutes on two cores, then about 10."
run scripts tests/scripts/test.sh
run model tests/model/run.sh
run rust tests/rust/test.sh
run python bindings-python/scripts/test.sh
run node bindings-node/scripts/test.sh
run swift bindings-swift/scripts/test.sh
run hard tests/hard/run.sh
run sandbox tests/sandbox/test.sh

echo
printf '%s\n' "${summary[@]}"
echo "$passed passed, $failed failed, $skipped skipped"
if [ "${CI:-}" = true ] && [ "$skipped" -gt 0 ]; then
  echo "CI=true: a skip is a failure" >&2
  exit 1
fi
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
