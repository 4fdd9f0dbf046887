#!/usr/bin/env bash
# Builds the wheel, runs the whole suite on the oldest and the newest Python there is, and plays one
# round with every other. The last line counts: "python: N passed, N failed, N skipped".
set -uo pipefail
cd "$(dirname "$0")/../.."
. bindings-python/scripts/common.sh

passed=0 failed=0 skipped=0
finish() {
  [ "$passed" -eq 0 ] && [ "$failed" -eq 0 ] && failed=1
  echo "python: $passed passed, $failed failed, $skipped skipped"
  [ "$failed" -eq 0 ]
  exit
}
fail() {
  echo "python: $1" >&2
  failed=$((failed + 1))
}

trap 'exit 130' INT
if ! { tools && build_sandbox && build_test_wheel; }; then
  fail "the wheel couldn't be built"
  finish
fi
wheel=$(echo "$cache"/wheels/*.whl)
export VENICE_KEYS_SANDBOX=$sandbox PYTHONDONTWRITEBYTECODE=1

# tally NAME CODE: shows what failed in a run, and adds up the counts of its last line.
tally() {
  local name=$1 code=$2 log="$cache/$1.log" last
  last=$(tail -1 "$log")
  counted() {
    local found
    found=$(grep -oE "[0-9]+ $1" <<<"$last" | cut -d' ' -f1)
    echo "${found:-0}"
  }
  local own_failed=$(($(counted failed) + $(counted "error(s)?")))
  [ "$code" -ne 0 ] && [ "$own_failed" -eq 0 ] && own_failed=1
  [ "$own_failed" -ne 0 ] && grep -vE '^[.s]*( *\[.*%\])?$|^bringing up' "$log" | tail -200
  passed=$((passed + $(counted passed)))
  skipped=$((skipped + $(counted skipped)))
  failed=$((failed + own_failed))
  echo "$name: $last"
}

# side_by_side WHAT VERSIONS ARGUMENTS…: pytest with these arguments, with each of these Pythons at
# the same time: the tests wait more than they work.
side_by_side() {
  local what=$1 versions=$2 version place names=() runs=() codes=()
  say "Python ${versions// / and }$what: the tests (usually a minute or two)"
  alive "$cache/Python ${versions%% *}$what.log"
  for version in $versions; do
    names+=("Python $version$what")
    "$cache/venv-$version/bin/python" -m pytest "${@:3}" tests/python \
      >"$cache/Python $version$what.log" 2>&1 &
    runs+=($!)
  done
  for place in "${!runs[@]}"; do
    wait "${runs[$place]}"
    codes+=($?)
  done
  alive_end
  for place in "${!runs[@]}"; do tally "${names[$place]}" "${codes[$place]}"; done
}

versions=$(pythons)
newest=$(head -1 <<<"$versions")
oldest=$(tail -1 <<<"$versions")
[ "${oldest%% *}" = 3.10 ] ||
  echo "python: NOT TESTED on 3.10, the oldest that is supported: this machine has no CPython 3.10"
[ "$oldest" = "$newest" ] &&
  echo "python: TESTED ON ONE VERSION ONLY: ${newest%% *} is all that this machine has"

# Those that have an environment.
ready=()
while read -r version python; do
  venv="$cache/venv-$version"
  if venv "$venv" "$python" "$requirements-test.txt" &&
    "$venv/bin/pip" install -q --disable-pip-version-check --no-deps --force-reinstall \
      "$wheel"; then
    ready+=("$version")
  else
    fail "no environment for Python $version"
  fi
done <<<"$versions"
[ "${#ready[@]}" -gt 0 ] || finish
ends=${ready[0]}
[ "${#ready[@]}" -eq 1 ] || ends+=" ${ready[-1]}"
side_by_side "" "$ends" -n 7 --dist worksteal -m "not alone"
# What measures time runs afterwards, by itself.
side_by_side ", alone" "$ends" -m alone
between=("${ready[@]:1:${#ready[@]}-2}")
[ "${#ready[@]}" -le 2 ] ||
  side_by_side ", in short" "${between[*]}" -n 5 --dist worksteal -m "not alone" \
    -k "test_errors or test_results or test_secret or create or mint"
finish
