#!/usr/bin/env bash
# The sandbox's packages, what makes releases, and the workflows: style, types, and what is written
# twice. zizmor looks at the workflows for what could be misused.
set -euo pipefail
cd "$(dirname "$0")/../.."
. tests/sandbox/common.sh

tools
setup
read -r _ newest < <(pythons | head -1)
venv .cache/release "$newest" tests/release/requirements.txt
.cache/release/bin/zizmor --quiet --offline --no-progress .github

ruff=$cache/tools/bin/ruff
python_files="tests/release tests/reach tests/sandbox/python
  bindings-swift/scripts/package.py"
# shellcheck disable=SC2086 # folders
"$ruff" check --no-cache $python_files
# shellcheck disable=SC2086
"$ruff" format --no-cache --check $python_files
(
  cache=$PWD/.cache/release
  export MYPYPATH=$PWD/bindings-python/python MYPY_CACHE_DIR=$cache/mypy
  cd tests/sandbox/python
  "$cache/bin/mypy" --strict -p venice_keys_sandbox
)
"$bin/biome" check --error-on-warnings --config-path=bindings-node tests/sandbox/node
ln -sfn ../../../bindings-node/node_modules tests/sandbox/node/node_modules
"$bin/tsc" -p tests/sandbox/node
"$newest" tests/release/check.py --copies
"$newest" tests/release/test_check.py
"$newest" tests/reach/test_reach.py
