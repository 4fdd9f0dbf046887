#!/usr/bin/env bash
# The sandbox's packages as people get them: built, installed in empty folders, and tried there with
# their READMEs' snippets. The last line counts: "sandbox: N passed, N failed, N skipped".
set -uo pipefail
cd "$(dirname "$0")/../.."
. tests/sandbox/common.sh

passed=0 failed=0 here=$PWD
# count NAME PASSED FAILED CODE: adds one part's result to the sum, and says it.
count() {
  local bad=${3:-0}
  [ "$4" -ne 0 ] && [ "$bad" -eq 0 ] && bad=1
  passed=$((passed + ${2:-0})) failed=$((failed + bad))
  echo "$1: ${2:-0} passed, $bad failed"
}
mkdir -p "$work"
empty=$(mktemp -d)
log=$empty/log
trap 'rm -rf "$empty"' EXIT
# What is tested is what was installed.
unset VENICE_KEYS_SANDBOX

python_package() {
  local venv=$work/venv version python
  rm -rf "$work/wheels"
  build_sandbox_wheel dev "$work/wheels" || return 1
  build_test_wheel || return 1
  read -r version python < <(pythons | head -1)
  venv "$venv" "$python" tests/sandbox/python/tests/requirements.txt || return 1
  "$venv/bin/pip" install -q --disable-pip-version-check --no-deps --force-reinstall \
    "$work"/wheels/*.whl "$cache"/wheels/*.whl || return 1
  mkdir "$empty/python"
  "$python" tests/sandbox/python/tests/extract.py tests/sandbox/python/README.md \
    bindings-python/README.md >"$empty/python/test_readmes.py" || return 1
  (
    cd "$empty/python" || exit
    PYTHONDONTWRITEBYTECODE=1 "$here/$venv/bin/python" -m pytest -q -p no:cacheprovider \
      --rootdir . . "$here/tests/sandbox/python/tests"
  ) >"$log" 2>&1
}
trap 'exit 130' INT
alive "$log"
python_package
code=$?
[ "$code" -ne 0 ] && tail -n 60 "$log"
number() { tail -n 1 "$log" | grep -oE "[0-9]+ $1" | cut -d' ' -f1; }
count "Python, installed in an empty folder" "$(number passed)" "$(number failed)" "$code"

node_package() {
  local quiet="--offline --no-audit --no-fund --ignore-scripts --loglevel=error"
  mkdir -p "$empty/node" "$empty/packed"
  setup && build &&
    pack_sandbox "$sandbox" "$(platform)" "$empty/packed" || return 1
  echo '{ "private": true }' >"$empty/node/package.json"
  cp tests/sandbox/node/tests/* "$empty/node"
  node tests/sandbox/node/tests/extract.mjs "$empty/node" tests/sandbox/node/README.md \
    bindings-node/README.md || return 1
  (
    cd "$empty/node" || exit
    # Offline: the other platforms' packages are optional, and not there.
    # shellcheck disable=SC2086
    npm install $quiet "$empty"/packed/*.tgz || exit
    # The client itself is the checkout's: its own packages are tried by `make dist`.
    ln -s "$here/bindings-node" node_modules/venice-keys
    mkdir -p node_modules/@types && ln -s "$here/bindings-node/node_modules/@types/node" \
      "$here/bindings-node/node_modules/undici-types" node_modules/@types/
    "$here/$bin/tsc" -p tsconfig.json || exit
    node --test --test-timeout=120000 --test-reporter=tap ./*.test.mjs
  ) >"$log" 2>&1
}
node_package
code=$?
alive_end
[ "$code" -ne 0 ] && grep -vE '^ *(ok|---|\.\.\.|duration_ms)' "$log" | tail -n 60
number() { sed -nE "s/^# $1 ([0-9]+)$/\1/p" "$log" | tail -n 1; }
count "Node, installed in an empty folder" "$(number pass)" "$(number fail)" "$code"

echo "sandbox: $passed passed, $failed failed, 0 skipped"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
