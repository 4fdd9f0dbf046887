#!/usr/bin/env bash
# Checks the wheel that is in dist/ and an sdist that is made here, and tries each as an outsider
# would: in a new environment, in an empty folder, with no workspace around it. `make dist` has
# built the wheels by tests/release/build.sh, as they are built for a release.
set -euo pipefail
cd "$(dirname "$0")/../.."
. bindings-python/scripts/common.sh

tools
bin=$cache/tools/bin
rm -f dist/venice_keys*.tar.gz
"$bin/maturin" sdist --manifest-path bindings-python/Cargo.toml --out dist
build_sandbox

wheel=$(echo "$PWD"/dist/venice_keys-*.whl)
sdist=$(echo "$PWD"/dist/venice_keys-*.tar.gz)
sandbox_wheel=$(echo "$PWD"/dist/venice_keys_sandbox-*.whl)
"$bin/twine" check --strict "$wheel" "$sandbox_wheel" "$sdist"
"$bin/abi3audit" --strict "$wheel"
size=$(stat -c %s "$wheel" 2>/dev/null || stat -f %z "$wheel")
"$newest" tests/release/project.py size "Python wheel" "$size"
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
      venv/bin/pip install -q --disable-pip-version-check "$package" "$sandbox_wheel"
    venv/bin/python "$here/bindings-python/scripts/readme.py" --run \
      --sandbox "$sandbox"
  )
  echo "python: $(basename "$package") installs and runs the README"
done
