#!/usr/bin/env bash
# quick: each cell of the fault matrix in one language, and a little of the rest; part of make test.
# soak:  all of it at full size, and what needs tools that are fetched for it.
set -uo pipefail
cd "$(dirname "$0")/../.."
. tests/scripts/shared.sh
size=${1:-quick}
trap 'exit 130' INT

step "hard: building (the first time about a minute)" \
  cargo build -p venice-keys-hard -p venice-keys-tests -p venice-keys-sandbox --bins || exit 1
target=$(target_dir)
export VENICE_KEYS_SANDBOX=$target/debug/venice-keys-sandbox
hard=$target/debug/venice-keys-hard
drivers=(rust="$target/debug/driver")
skipped=0
for language in python node swift; do
  # Started once with nothing to do: it builds what it lacks now, not inside a cell's time.
  "tests/$language/driver" </dev/null
  case $? in
    0) drivers+=("$language=tests/$language/driver") ;;
    77) skipped=$((skipped + 1)) && echo "hard: NO TOOLCHAIN FOR $language: IT IS LEFT OUT" ;;
    *) echo "hard: the $language driver doesn't start: run bindings-$language/scripts/test.sh" >&2
      exit 1 ;;
  esac
done
# The seed is printed: a run that failed can be had again.
seed=${SEED:-$(date +%s)}
echo "seed $seed, drivers: ${drivers[*]%%=*}"

log=$(mktemp)
aside=
cleanup() {
  if [ -n "$aside" ]; then kill "$aside" 2>/dev/null; fi
  rm -f "$log" "$log.aside"
}
trap cleanup EXIT
code=0
alive "$log"
run() {
  "$@" 2>&1 | tee -a "$log"
  case ${PIPESTATUS[0]} in
    0) ;;
    77) skipped=$((skipped + 1)) ;;
    *) code=1 ;;
  esac
}
part() { run "$hard" "$@"; }

# Side by side: each looks at its own process only.
storms() { # for so many seconds
  local driver language names=() running=()
  for driver in "${drivers[@]}"; do
    language=${driver%%=*}
    [ "$language" = rust ] && continue # its is the hammer
    names+=("$language")
    SEED=$seed "tests/$language/storm" "$1" >"$log.$language" 2>&1 &
    running+=($!)
  done
  wait "${running[@]}"
  for language in "${names[@]}"; do
    run cat "$log.$language"
    rm -f "$log.$language"
    grep -qE "^storm $language: [0-9]+ passed, 0 failed$" "$log" || code=1
  done
}

# A part that runs beside others, until `end_aside` shows what it said: most of it is waiting.
begin_aside() {
  "$hard" "$@" >"$log.aside" 2>&1 &
  aside=$!
}
end_aside() {
  wait "$aside" || code=1
  aside=
  run cat "$log.aside"
  rm -f "$log.aside"
}

# Licences, bans and sources; the advisories' database is fetched by the workflow.
supply() {
  export PATH=$target/tools/bin:$PATH
  command -v cargo-deny >/dev/null ||
    step "hard: installing cargo-deny (once, about 4 minutes on two cores)" \
      cargo install --locked --root "$target/tools" cargo-deny || return
  cargo deny --log-level error check licenses bans sources && echo "supply: 1 passed, 0 failed"
}


case $size in
  quick)
    part matrix "share:$seed" "${drivers[@]}"
    begin_aside costly "share:$seed" "${drivers[@]}"
    part lost 500 "$seed"
    part ledger 300 "$seed"
    part jobs 500 "$seed" "${drivers[@]}"
    end_aside
    part canary 12 "${drivers[@]}"
    storms 8
    ;;
  soak)
    # Only a release build lays its frames so that traces on the stack show.
    run cargo test --release -p venice-keys-tests --test memory
    part matrix all "${drivers[@]}"
    part costly all "${drivers[@]}"
    part lost 5000 "$seed"
    part ledger 5000 "$seed"
    part jobs 10000 "$seed" "${drivers[@]}"
    part provision 20 400 3 "${drivers[@]}"
    part canary 1 "${drivers[@]}" asyncio="tests/python/driver --async"
    part hammer 200 60 "$VENICE_KEYS_SANDBOX"
    part fleet 40 10 3 "${drivers[@]}"
    storms 60
    run supply
    run tests/fuzz/run.sh 30 # make fuzz takes its time
    ;;
  *)
    echo "usage: tests/hard/run.sh quick|soak" >&2
    exit 2
    ;;
esac
alive_end

counts=$(awk '
  /: [0-9]+ passed, [0-9]+ failed$/ {
    for (i = 2; i <= NF; i++) {
      if ($i ~ /^passed/) passed += $(i - 1)
      if ($i ~ /^failed/) failed += $(i - 1)
    }
  }
  END { print passed + 0, failed + 0 }' "$log")
read -r passed failed <<<"$counts"
if [ "$code" -ne 0 ] && [ "$failed" -eq 0 ]; then failed=1; fi
echo "hard: $passed passed, $failed failed, $skipped skipped"
[ "$failed" -eq 0 ]
