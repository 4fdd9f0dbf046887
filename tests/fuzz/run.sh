#!/usr/bin/env bash
# run.sh SECONDS [READER…]: fuzzes each reader (or those named) for so long, two at a time, from the
# kept inputs on. KEEP=1 then keeps the smallest set of inputs that reaches as much.
set -uo pipefail
cd "$(dirname "$0")/../.."
. tests/scripts/shared.sh
seconds=${1:?usage: tests/fuzz/run.sh SECONDS [READER…]}
shift
readers=("$@")
[ ${#readers[@]} -gt 0 ] || mapfile -t readers < <(cd tests/fuzz/corpus && ls)
target=$(target_dir)
work=$target/fuzz
seed=${SEED:-$(date +%s)}

if ! cargo +nightly --version >/dev/null 2>&1; then
  echo "fuzz: NO NIGHTLY COMPILER, WHICH COVERAGE NEEDS: rustup toolchain install nightly" >&2
  exit 77
fi
export PATH=$target/tools/bin:$PATH
command -v cargo-fuzz >/dev/null ||
  step "fuzz: installing cargo-fuzz (once, about a minute on two cores)" \
    cargo install --locked --root "$target/tools" cargo-fuzz || exit 1
step "fuzz: building (the first time about 2 minutes on two cores)" \
  cargo +nightly fuzz build --fuzz-dir tests/fuzz --target-dir "$work" reader || exit 1
reader=$(ls "$work"/*/release/reader)

unpack() { # the kept inputs of $1 into the folder $2
  rm -rf "$2" && mkdir -p "$2"
  local at=0 line
  while read -r line; do
    at=$((at + 1))
    base64 -d <<<"$line" >"$2/$at"
  done <"tests/fuzz/corpus/$1"
}

pack() { # the inputs in the folder $1, a line each
  local input
  for input in "$1"/*; do base64 -w0 "$input" && echo; done | sort
}

fuzz() {
  local name=$1 corpus=$work/corpus/$1 found=$work/found/$1 log=$work/$1.log
  rm -rf "$found" && mkdir -p "$found"
  unpack "$name" "$corpus"
  READER=$name "$reader" "$corpus" -max_total_time="$seconds" -seed="$seed" -max_len=4096 \
    -timeout=10 -dict=tests/fuzz/words -artifact_prefix="$found/" -print_final_stats=1 \
    -verbosity=1 >"$log" 2>&1
  local code=$?
  if [ "$code" -eq 0 ] && [ "${KEEP:-}" = 1 ]; then
    rm -rf "$corpus.kept" && mkdir "$corpus.kept"
    # Places alone, not how often each: a tenth of the inputs for nearly as much.
    READER=$name "$reader" -merge=1 -set_cover_merge=1 -use_counters=0 -max_len=4096 \
      "$corpus.kept" "$corpus" >>"$log" 2>&1 &&
      pack "$corpus.kept" >"tests/fuzz/corpus/$name"
  fi
  local runs covered
  runs=$(sed -n 's/^stat::number_of_executed_units: *//p' "$log" | head -n 1)
  covered=$(grep -oE 'cov: [0-9]+' "$log" | tail -n 1 | tr -dc 0-9)
  printf '| %s | %s | %s | %s | %s |\n' "$name" "${runs:-?}" "${covered:-?}" \
    "$(wc -l <"tests/fuzz/corpus/$name")" "$([ "$code" -eq 0 ] && echo none || echo FAILED)"
  [ "$code" -eq 0 ] && return
  echo "$name failed, see $log; an input to keep in tests/fuzz/corpus/$name once it is mended:" >&2
  pack "$found" >&2
}
export -f fuzz unpack pack
export work seed seconds reader

echo "seed $seed, $seconds s each"
echo "| reader | inputs tried | places reached | inputs kept | failures |"
echo "|---|---|---|---|---|"
table=$(printf '%s\n' "${readers[@]}" |
  xargs -P "${CARGO_BUILD_JOBS:-2}" -I {} bash -c 'fuzz {}' | tee >(cat >&2))
failed=$(grep -c FAILED <<<"$table")
echo "fuzz: $((${#readers[@]} - failed)) passed, $failed failed"
[ "$failed" -eq 0 ]
