#!/usr/bin/env bash
# Style, types, and whether the stubs say what the module is.
set -euo pipefail
cd "$(dirname "$0")/../.."
. bindings-python/scripts/common.sh

tools
build_test_wheel
bin=$cache/tools/bin
"$bin/pip" install -q --disable-pip-version-check --no-deps --force-reinstall "$cache"/wheels/*.whl

"$bin/ruff" check --no-cache bindings-python tests/python
"$bin/ruff" format --no-cache --check bindings-python tests/python
for licence in LICENSE-MIT LICENSE-APACHE; do
  cmp "$licence" "bindings-python/$licence"
done
# From elsewhere, so that what is checked is what was installed.
here=$PWD
cd "$cache"
export MYPY_CACHE_DIR=mypy
step "python: the package's types" tools/bin/mypy --strict -p venice_keys
step "python: good.py" tools/bin/mypy --strict "$here/tests/python/typed/good.py"
step "python: check_bad.py" tools/bin/python "$here/tests/python/typed/check_bad.py"
rm -rf readme
mkdir readme
tools/bin/python "$here/bindings-python/scripts/readme.py" --write readme
MYPYPATH=$here/tests/sandbox/python step "python: the README" \
  tools/bin/mypy --check-untyped-defs readme
step "python: the stubs" tools/bin/stubtest venice_keys
step "python: what an editor offers" tools/bin/python "$here/tests/python/typed/check_completion.py"
