#!/usr/bin/env bash
# Tests run.sh, noise.py, and the functions of shared.sh in sh and in bash. The last line counts:
# "scripts: N passed, N failed, N skipped".
set -uo pipefail
cd "$(dirname "$0")/../.."
root=$PWD shared=$PWD/tests/scripts/shared.sh
passed=0 failed=0
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT

# check NAME COMMAND…
check() {
  local name=$1
  shift
  if "$@" >"$work/check" 2>&1; then
    passed=$((passed + 1))
  else
    failed=$((failed + 1))
    cat "$work/check"
    echo "FAILED scripts: $name"
  fi
}

# in_shell SHELL TEXT: a script that has sourced shared.sh.
in_shell() {
  "$1" -euc '. "$1"; eval "$2"' script "$shared" "$2"
}

a_step_keeps_code_and_output() {
  local said code=0
  # A cargo that fails; only cargo's output may lose lines.
  cat >"$work/cargo" <<'END'
#!/bin/sh
echo "   Compiling foo v1.0.0"
echo "warning: strange" >&2
echo last
exit 7
END
  chmod +x "$work/cargo"
  said=$(in_shell "$1" "step What. '$work/cargo'" 2>&1) || code=$?
  [ "$code" -eq 7 ] && [ "$said" = $'What.\nwarning: strange\nlast' ] || return
  said=$(in_shell "$1" "step What. echo '  Compiling is hard'" 2>&1)
  [ "$said" = $'What.\n  Compiling is hard' ]
}

a_long_step_shows_that_it_is_running() {
  # A step that ends when its line is there, or after half a minute without one.
  cat >"$work/long" <<'END'
#!/bin/sh
echo first
echo working on it
for try in $(seq 300); do
  ! grep -q 'last: working on it$' "$1" || exit 0
  sleep 0.1
done
exit 1
END
  chmod +x "$work/long"
  in_shell "$1" "alive_every=1; step 'What is done.' '$work/long' '$work/said'" \
    >"$work/said" 2>&1 &&
    grep -qE '^  … [0-9]+ s, last: working on it$' "$work/said"
}

# within SECONDS COMMAND…: until it succeeds; a busy machine is slow.
within() {
  local seconds=$1 try
  shift
  for ((try = 0; try < 10 * seconds; try++)); do
    "$@" && return
    sleep 0.1
  done
  return 1
}
# living GROUP TEXT…: whether a process of that group has TEXT among its words.
living() {
  ps -eo pgid=,stat=,args= | grep "^ *$1  *[^Z ]" | grep -q "${*:2}\$"
}
dead() {
  ! ps -eo pgid=,stat=,args= | grep "^ *$1  *[^Z ]"
}

# As a terminal does at Ctrl-C: everything in the foreground gets the signal.
ctrl_c_ends_everything() {
  local leader
  # A script's background commands ignore Ctrl-C; only a program can undo that.
  python3 -c 'import os, signal, sys
os.setsid()
signal.signal(signal.SIGINT, signal.SIG_DFL)
os.execvp(sys.argv[1], sys.argv[1:])' \
    "$1" -euc '. "$1"; step "What is done." sleep 300; echo more; sleep 300' script "$shared" &
  leader=$!
  within 30 living "$leader" sleep 300 && {
    kill -INT -- "-$leader"
    wait "$leader"
    within 30 dead "$leader"
  }
  local code=$?
  kill -KILL -- "-$leader" 2>/dev/null
  return "$code"
}

the_target_folder_is_where_cargo_says() {
  local elsewhere=$work/else\ where/target
  mkdir -p "$work/home"
  printf '[build]\ntarget-dir = "%s"\n' "$elsewhere" >"$work/home/config.toml"
  unset CARGO_TARGET_DIR CARGO_BUILD_TARGET_DIR
  [ "$(CARGO_HOME=$work/home in_shell "$1" target_dir)" = "$elsewhere" ] &&
    [ "$(CARGO_TARGET_DIR=$elsewhere/2 in_shell "$1" target_dir)" = "$elsewhere/2" ] &&
    [ "$(cd tests && CARGO_TARGET_DIR=here in_shell "$1" target_dir)" = "$root/tests/here" ]
}

noise_stops_a_command_and_hands_its_code_on() {
  local code=0
  # What its child does when it goes on after a stop.
  cat >"$work/stopped" <<'END'
import signal, sys, time
signal.signal(signal.SIGCONT, lambda *_: sys.exit(7))
time.sleep(60)
END
  tests/scripts/noise.py sh -c "python3 '$work/stopped'; exit \$?" || code=$?
  [ "$code" -eq 7 ]
}

# suite FIRST LATER: a suite with so many failures in its first run, and so many in each later one.
suite() {
  rm -f "$work/ran"
  cat >"$work/suite" <<END
#!/bin/sh
failed=$2
[ -e "$work/ran" ] || failed=$1
echo run >>"$work/ran"
[ "\$failed" -eq 0 ] || echo "FAILED: a test by chance"
echo "some: 7 passed, \$failed failed, 0 skipped"
[ "\$failed" -eq 0 ]
END
  chmod +x "$work/suite"
}
# runs COUNT CODE CI: so often run.sh runs the suite, and ends with that code.
runs() {
  local code=0
  CI=$3 tests/run.sh some="$work/suite" >"$work/said" || code=$?
  cat "$work/said"
  [ "$code" -eq "$2" ] && [ "$(wc -l <"$work/ran")" -eq "$1" ]
}
says_what_failed() {
  sed -n '/^What failed:$/,$p' "$work/said" | grep -q '^FAILED: a test by chance$'
}

a_test_that_failed_by_chance_has_a_second_run() {
  suite 1 0 && runs 2 0 true && says_what_failed &&
    grep -q '^some: 7 passed, 0 failed, 0 skipped (.* after a first run with 1 failed)$' \
      "$work/said"
}
a_test_that_fails_again_has_failed() {
  suite 3 1 && runs 2 1 true && says_what_failed
}
a_suite_in_which_much_fails_has_no_second_run() {
  suite 4 0 && runs 1 1 true && says_what_failed
}
only_ci_runs_a_suite_twice() {
  suite 1 0 && runs 1 1 "" && says_what_failed
}
a_suite_that_passes_runs_once() {
  suite 0 1 && runs 1 0 true && ! says_what_failed
}

for name in a_test_that_failed_by_chance_has_a_second_run a_test_that_fails_again_has_failed \
  a_suite_in_which_much_fails_has_no_second_run only_ci_runs_a_suite_twice \
  a_suite_that_passes_runs_once; do
  check "run.sh: ${name//_/ }" "$name"
done
check "noise stops a command and hands its code on" noise_stops_a_command_and_hands_its_code_on
for shell in sh bash; do
  check "$shell: a step keeps code and output" a_step_keeps_code_and_output "$shell"
  check "$shell: a long step shows that it is running" a_long_step_shows_that_it_is_running "$shell"
  check "$shell: the target folder is where cargo says" \
    the_target_folder_is_where_cargo_says "$shell"
  check "$shell: Ctrl-C ends everything" ctrl_c_ends_everything "$shell"
done
echo "scripts: $passed passed, $failed failed, 0 skipped"
[ "$failed" -eq 0 ]
