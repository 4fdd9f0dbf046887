#!/usr/bin/env bash
# Every language's tests, then the hard ones over all of them, and one line that sums up each.
# With NAME=SCRIPT…, only those suites.
#
# Each script ends with "NAME: N passed, N failed, N skipped". A language whose toolchain can't be
# had counts as one skip; with CI=true any skip is a failure.
#
# With CI=true, a suite in which up to three tests failed runs once more, whole: on a machine that
# many share, one in 17,000 fails by chance now and then. The second run counts; what failed in the
# first is shown at the end all the same, because it is to be mended.
set -uo pipefail
cd "$(dirname "$0")/.."

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
# What runs hears Ctrl-C, too; nothing else is begun.
trap 'exit 130' INT
passed=0 failed=0 skipped=0
summary=() failures=()

# run NAME SCRIPT: a suite's turn, and its second one where it has it.
run() {
  local name=$1 started=$SECONDS p f s first=
  play "$@"
  if [ "${CI:-}" = true ] && [ "$f" -gt 0 ] && [ "$f" -le 3 ]; then
    keep_failures "$name, first run"
    first=", after a first run with $f failed"
    play "$@"
  fi
  [ "$f" -eq 0 ] || keep_failures "$name"
  passed=$((passed + p)) failed=$((failed + f)) skipped=$((skipped + s))
  summary+=("$name: $p passed, $f failed, $s skipped ($((SECONDS - started)) s$first)")
}

# play NAME SCRIPT: shows what it says, and leaves what it counted in p, f and s.
play() {
  local name=$1 code line
  echo "=== $name"
  "$2" 2>&1 | tee "$work/log"
  code=${PIPESTATUS[0]}
  line=$(grep -E "^$name: [0-9]+ passed, [0-9]+ failed, [0-9]+ skipped$" "$work/log" | tail -n 1)
  if [ -z "$line" ]; then
    line="0 1 0"
    echo "FAILED: $name broke off (exit code $code)" | tee -a "$work/log"
  fi
  read -r p f s < <(sed -E 's/[^0-9]+/ /g' <<<"$line")
  # A script that fails after counting no failure has failed all the same.
  if [ "$code" -ne 0 ] && [ "$f" -eq 0 ] && [ "$s" -eq 0 ]; then f=1; fi
}

# keep_failures NAME: the lines in which test tools say what failed and why, for the end.
keep_failures() {
  failures+=("--- $1" "$(grep -E -A 2 'FAILED|panicked|recorded an issue|^ *(not ok|✖|E  )' \
    "$work/log" | cut -c 1-400 | head -n 60)")
}

suites=("$@")
[ "$#" -gt 0 ] || {
  echo "Every test in every language: the first time about 25 minutes on two cores, then about 10."
  suites=(scripts=tests/scripts/test.sh model=tests/model/run.sh rust=tests/rust/test.sh
    python=bindings-python/scripts/test.sh node=bindings-node/scripts/test.sh
    swift=bindings-swift/scripts/test.sh hard=tests/hard/run.sh sandbox=tests/sandbox/test.sh)
}
for suite in "${suites[@]}"; do run "${suite%%=*}" "${suite#*=}"; done

echo
[ "${#failures[@]}" -eq 0 ] || printf '%s\n' "What failed:" "${failures[@]}" ""
printf '%s\n' "${summary[@]}"
echo "$passed passed, $failed failed, $skipped skipped"
if [ "${CI:-}" = true ] && [ "$skipped" -gt 0 ]; then
  echo "CI=true: a skip is a failure" >&2
  exit 1
fi
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
