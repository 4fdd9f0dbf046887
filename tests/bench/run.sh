#!/usr/bin/env bash
# Everything beside what people would use instead: README.md says what and how.
#   run.sh           about eight minutes
#   run.sh --quick   a look, in two: too few rounds to quote, and nothing is written
# Peers and all that is built for this stay in .cache/bench, which may be deleted.
set -euo pipefail
cd "$(dirname "$0")/../.."
. tests/scripts/shared.sh
bench=$PWD/.cache/bench
export CARGO_BUILD_JOBS=${CARGO_BUILD_JOBS:-2}
mkdir -p "$bench"

# stamped FILE… -- COMMAND…: runs the command if a file has changed since it last succeeded.
stamped() {
  local name=$1 stamp files=()
  shift
  while [ "$1" != -- ]; do files+=("$1") && shift; done
  shift
  stamp=$(cat "${files[@]}" | cksum)
  [ "$(cat "$bench/$name.stamp" 2>/dev/null)" = "$stamp" ] && return
  "$@"
  echo "$stamp" >"$bench/$name.stamp"
}

python_peers() (
  . bindings-python/scripts/common.sh
  newest=$(pythons | head -1 | cut -d' ' -f2-)
  venv "$bench/python" "$newest" tests/bench/peers/requirements.txt
)

node_peers() {
  mkdir -p "$bench/node"
  cp tests/bench/peers/{package.json,package-lock.json,.npmrc} "$bench/node"
  npm --prefix "$bench/node" ci --ignore-scripts --loglevel=error
}

# The server, from Debian's package but not installed: nothing starts with the machine.
server() {
  nginx=$(type -P nginx || echo "$bench/nginx/usr/sbin/nginx")
  [ -x "$nginx" ] && return
  mkdir -p "$bench/nginx"
  if ! (cd "$bench/nginx" && apt-get -qq download nginx && dpkg-deb -x nginx_*.deb .); then
    echo "bench: nginx is needed as the server: install it, or run on Debian" >&2
    exit 1
  fi
}

# A CA, and a certificate of its for 127.0.0.1.
certificate() {
  local name
  for name in ca server; do
    openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj "/CN=bench $name" \
      -keyout "$bench/$name.key" -out "$bench/$name.csr" 2>/dev/null
  done
  openssl x509 -req -in "$bench/ca.csr" -key "$bench/ca.key" -days 3650 -out "$bench/ca.pem" \
    -extfile <(printf '%s\n' basicConstraints=critical,CA:true keyUsage=critical,keyCertSign \
      subjectKeyIdentifier=hash) 2>/dev/null
  openssl x509 -req -in "$bench/server.csr" -CA "$bench/ca.pem" -CAkey "$bench/ca.key" -days 3650 \
    -CAcreateserial -out "$bench/server.pem" \
    -extfile <(printf '%s\n' subjectAltName=IP:127.0.0.1 authorityKeyIdentifier=keyid) 2>/dev/null
}

# Our wheel, as people install it, in an environment of its own.
our_python() (
  . bindings-python/scripts/common.sh
  tools
  rm -rf "$bench/wheel"
  step "bench: our wheel (the first time about 3 minutes on two cores)" \
    "$cache/tools/bin/maturin" build --release --manifest-path bindings-python/Cargo.toml \
    --out "$bench/wheel"
  [ -d "$bench/ours-python" ] || "$newest" -m venv "$bench/ours-python"
  "$bench/ours-python/bin/pip" install -q --disable-pip-version-check --force-reinstall \
    "$bench"/wheel/*.whl
)

# Our npm package with the addon that people get.
our_node() (
  . bindings-node/scripts/common.sh
  package=$bench/ours-node/node_modules/venice-keys
  mkdir -p "$package"
  cp -R bindings-node/{package.json,index.js,index.mjs,lib} "$package"
  step "bench: our addon (the first time about 3 minutes on two cores)" \
    cargo build -p venice-keys-node \
    --profile npm --config bindings-node/scripts/npm-profile.toml
  place npm "$package/venice-keys.$(platform).node"
)

# Exit code 77: no Swift here, which was said.
our_swift() {
  local swift=bindings-swift/scripts
  $swift/with-swift true || return $?
  $swift/size.sh >"$bench/swift-size.txt"
  swift_contender || {
    # A build folder that was planned before a file was added fails once.
    rm -rf "$bench/swift"
    swift_contender
  }
}

swift_contender() {
  $swift/with-swift swift build --quiet --package-path tests/bench/contenders/swift \
    --scratch-path "$bench/swift" -c release
}

echo "bench: peers and contenders" >&2
python_peers
stamped node tests/bench/peers/package-lock.json -- node_peers
server
stamped certificate tests/bench/run.sh -- certificate
our_python
our_node
step "bench: building (the first time about 3 minutes on two cores)" \
  cargo build --release -p venice-keys-bench
swift=yes
our_swift || {
  code=$?
  [ "$code" -eq 77 ] || exit "$code"
  swift=
}

exec "$bench/python/bin/python" tests/bench/measure.py --nginx "$nginx" ${swift:+--swift} "$@"
