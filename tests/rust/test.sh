#!/usr/bin/env bash
# The core's, the sandbox's and Rust's own tests, and the README's Rust snippet as it stands.
set -uo pipefail
cd "$(dirname "$0")/../.."
. tests/scripts/shared.sh

log=$(mktemp)
ready=$(mktemp)
cleanup() {
  rm -f "$log" "$ready"
  if [ -n "${sandbox:-}" ]; then kill "$sandbox" 2>/dev/null; fi
}
trap cleanup EXIT
trap 'exit 130' INT

code=0
crates=(-p venice-keys -p venice-keys-sandbox -p venice-keys-tests -p venice-keys-hard
  -p venice-keys-live -p venice-keys-bridge -p venice-keys-generate)
say "rust: building and running the tests (the first time about 4 minutes on two cores)"
alive "$log"
# More threads than cores: most tests wait more than they work.
cargo test "${crates[@]}" --features venice-keys-bridge/json,venice-keys-bridge/bytes \
  --no-fail-fast -- --test-threads 6 2>&1 |
  tee "$log" | grep --line-buffered -vE '^test .* ok$|^running 0 tests$|^$'
[ "${PIPESTATUS[0]}" -eq 0 ] || code=1

# The README's snippet takes key and URL from the environment, as a reader's program would.
cargo build --quiet -p venice-keys-sandbox || code=1
"$(target_dir)/debug/venice-keys-sandbox" --port 0 >"$ready" &
sandbox=$!
for _ in $(seq 100); do [ -s "$ready" ] && break; sleep 0.05; done
member() { sed -E "s/.*\"$1\":\"([^\"]*)\".*/\1/" "$ready"; }
VENICE_ADMIN_KEY=$(member admin_key) VENICE_BASE_URL=$(member base_url) \
  cargo test --doc -p venice-keys-readme 2>&1 | tee -a "$log" |
  grep --line-buffered -E '^test |panicked|error'
[ "${PIPESTATUS[0]}" -eq 0 ] || code=1
alive_end

# Adds up the numbers before a word in all "test result:" lines.
sum() {
  awk -v word="$1" '
    /^test result:/ { for (i = 2; i <= NF; i++) if ($i ~ "^" word) n += $(i - 1) }
    END { print n + 0 }' "$log"
}
passed=$(sum passed) failed=$(sum failed) skipped=$(sum ignored)
if [ "$code" -ne 0 ] && [ "${failed:-0}" -eq 0 ]; then failed=1; fi
echo "rust: ${passed:-0} passed, ${failed:-1} failed, ${skipped:-0} skipped"
[ "$failed" -eq 0 ]
