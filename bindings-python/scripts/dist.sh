#!/usr/bin/env bash
# Builds wheel and sdist into dist/, checks them, and tries each as a stranger would: in a new
# environment, in an empty folder, with no workspace around it.
set -euo pipefail
cd "$(dirname "$0")/../.."
. bindings-python/scripts/common.sh

tools
bin=$cache/tools/bin
mkdir -p dist
rm -f dist/venice_keys-*
step "python: building the wheel for release (about 3 minutes on two cores)" \
  "$bin/maturin" build --release --sdist --manifest-path bindings-python/Cargo.toml --out dist
build_sandbox

wheel=$(echo "$PWD"/dist/venice_keys-*.whl)
sdist=$(echo "$PWD"/dist/venice_keys-*.tar.gz)
"$bin/twine" check --strict "$wheel" "$sdist"
"$bin/abi3audit" --strict "$wheel"
size=$(stat -c %s "$wheel" 2>/dev/null || stat -f %z "$wheel")
echo "python: the wheel has $size bytes"
if [ "$size" -ge 2000000 ]; then
  echo "python: it must have less than 2000000" >&2
  exit 1
fi
"$newest" bindings-python/scripts/check_metadata.py "$wheel" "$sdist"

empty=$(mktemp -d)
trap 'rm -rf "$empty"' EXIT
here=$PWD
for package in "$wheel" "$sdist"; do
  rm -rf "$empty"/*
  "$newest" -m venv "$empty/venv"
  (
    cd "$empty"
    export CARGO_TARGET_DIR="$here/$cache/sdist-target"
    step "python: installing $(basename "$package") (the sdist builds: about 3 minutes)" \
      venv/bin/pip install -q --disable-pip-version-check "$package"
    venv/bin/python "$here/bindings-python/scripts/readme.py" --run \
      --sandbox "$sandbox"
  )
  echo "python: $(basename "$package") installs and runs the README"
done
