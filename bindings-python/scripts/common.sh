# What the scripts of this folder share; sourced, with the repository's root as working directory.
. tests/scripts/shared.sh

cache=.cache/python
requirements=bindings-python/scripts/requirements

# Every Python from 3.10 on that the machine has, newest first, as lines "version path".
pythons() {
  {
    ls -d "${PYENV_ROOT:-$HOME/.pyenv}"/versions/3.*/bin/python 2>/dev/null
    for minor in 10 11 12 13 14 15 16; do type -P "python3.$minor"; done
    type -P python3
  } | while read -r python; do
    "$python" -c 'import sys, venv, ensurepip
if sys.version_info >= (3, 10) and sys.implementation.name == "cpython":
    print("%d.%d" % sys.version_info[:2], sys.executable)' 2>/dev/null
  done | sort -t. -k1,1n -k2,2nr -s | awk '!seen[$1]++'
}

# A venv at $1 of the Python $2 with the requirements file $3, made anew when any of them changes.
venv() {
  local stamp
  stamp="$2 $("$2" --version) $(cksum <"$3")"
  if [ "$(cat "$1/.stamp" 2>/dev/null)" != "$stamp" ]; then
    step "python: making the environment $1 (once, usually half a minute)" fill_venv "$@" ||
      return 1
    echo "$stamp" >"$1/.stamp"
  fi
}

fill_venv() {
  rm -rf "$1"
  "$2" -m venv "$1" || return
  # Windows calls the folder otherwise.
  local pip=$1/bin/pip
  [ -d "$1/bin" ] || pip=$1/Scripts/pip
  "$pip" install -q --disable-pip-version-check -r "$3"
}

# The tools that build and check, in a venv of the newest Python there is.
tools() {
  newest=$(pythons | head -1 | cut -d' ' -f2-)
  if [ -z "$newest" ]; then
    echo "python: no CPython 3.10 or later with venv was found" >&2
    return 1
  fi
  venv "$cache/tools" "$newest" "$requirements-tools.txt"
}

# The wheel that the tests use: optimised like the one for release, but quicker to build.
build_test_wheel() {
  rm -rf "$cache/wheels"
  step "python: building the wheel (the first time about 2 minutes on two cores)" \
    "$cache/tools/bin/maturin" build --manifest-path bindings-python/Cargo.toml \
    --profile python-test --config 'profile.python-test.inherits="release"' \
    --config 'profile.python-test.lto="thin"' --config 'profile.python-test.codegen-units=16' \
    --out "$cache/wheels"
}

# Builds the sandbox, and leaves in $sandbox where it is.
build_sandbox() {
  step "building the sandbox (the first time about a minute on two cores)" \
    cargo build -p venice-keys-sandbox || return
  sandbox=$(target_dir)/debug/venice-keys-sandbox
}
