#!/usr/bin/env bash
# Every language's tests, then the hard ones over all of them, and one line that sums them up.
#
# Each language's script ends with "LANGUAGE: N passed, N failed, N skipped". A language whose
# toolchain can't be had counts as one skip; with CI=true any skip is a failure.
set -uo pipefail
cd "$(dirname "$0")/.."

declare -A scripts=(
  [rust]=tests/rust/test.sh
  [python]=bindings-python/scripts/test.sh
  [node]=bindings-node/scripts/test.sh
  [swift]=bindings-swift/scripts/test.sh
  [hard]=tests/hard/run.sh
)
log=$(mktemp)
trap 'rm -f "$log"' EXIT
passed=0 failed=0 skipped=0 summary=()

for language in rust python node swift hard; do
  echo "=== $language"
  started=$SECONDS
  "${scripts[$language]}" 2>&1 | tee "$log"
  code=${PIPESTATUS[0]}
  line=$(grep -E "^$language: [0-9]+ passed, [0-9]+ failed, [0-9]+ skipped$" "$log" | tail -n 1)
  if [ -z "$line" ]; then
    line="$language: 0 passed, 1 failed, 0 skipped"
    echo "$language: the run broke off (exit code $code)"
  fi
  read -r p f s < <(sed -E 's/[^0-9]+/ /g' <<<"$line")
  # A script that fails after counting no failure has failed all the same.
  if [ "$code" -ne 0 ] && [ "$f" -eq 0 ] && [ "$s" -eq 0 ]; then f=1; fi
  passed=$((passed + p)) failed=$((failed + f)) skipped=$((skipped + s))
  summary+=("$line ($((SECONDS - started)) s)")
done

echo
printf '%s\n' "${summary[@]}"
echo "$passed passed, $failed failed, $skipped skipped"
if [ "${CI:-}" = true ] && [ "$skipped" -gt 0 ]; then
  echo "CI=true: a skip is a failure" >&2
  exit 1
fi
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
