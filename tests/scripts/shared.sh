# What the scripts of every folder share, for any POSIX shell; to be sourced.
#
#   target_dir             cargo's target folder
#   say TEXT               one line for whoever is watching
#   step WHAT COMMAND…     a step that may take long: announces it, and shows that it is running
#   watched LOG COMMAND…   the same, with the command's output in LOG
#   alive LOG, alive_end   shows that whatever writes LOG is running, until alive_end

# As the environment and cargo's configuration say. Absolute, with slashes.
target_dir() {
    local found
    found=$(cargo metadata --format-version 1 --no-deps) || return
    found=$(printf '%s\n' "$found" | sed -n 's/.*"target_directory":"\([^"]*\)".*/\1/p')
    [ -n "$found" ] || {
        say "cargo metadata names no target_directory"
        return 1
    }
    printf '%s\n' "$found" | sed 's|\\\\|/|g'
}

# On standard error: standard output is for a script's results.
say() {
    printf '%s\n' "$*" >&2
}

# step WHAT COMMAND…: WHAT says what is done and how long it usually takes. The command's output is
# shown when it ends, without cargo's progress. The exit code is the command's.
step() {
    local what=$1 log code=0 temporary=yes alive_pid=
    shift
    say "$what"
    # On a terminal cargo shows its own progress, but not that a long crate is still compiling.
    if [ "$1" = cargo ] && [ -t 2 ]; then
        temporary=no
        alive /dev/null
        "$@" || code=$?
        alive_end
        return "$code"
    fi
    log=$(mktemp) || return
    watched "$log" "$@" || code=$?
    case ${1##*/} in
    cargo | maturin) without_progress <"$log" >&2 ;;
    *) cat "$log" >&2 ;;
    esac
    rm -f "$log"
    return "$code"
}

# Drops the lines by which cargo and maturin show their progress.
without_progress() {
    LC_ALL=C awk '
        /^ *(Adding|Archiving|Blocking|Checking|Compiling|Documenting|Downloaded|Downloading) / ||
            /^ *(Finished|Fresh|Generated|Installed|Installing|Locking|Packaged|Packaging) / ||
            /^ *(Replaced|Replacing|Running|Updating|Verifying) / || /^[^ -~]/ || /^$/ { next }
        { print }'
}

watched() {
    # Local: the caller may be watching another log.
    local log=$1 code=0 alive_pid=
    shift
    : >"$log"
    alive "$log"
    # In the foreground, so that Ctrl-C reaches it: a script's background commands don't get it.
    "$@" >"$log" 2>&1 || code=$?
    alive_end
    return "$code"
}

# Prints a line every few seconds: the time so far, and the last line of LOG.
alive() {
    # Descriptor 9 is where our scripts hold locks: a lock must not outlive its script.
    heartbeat "$1" $$ "${temporary:-no}" 9>&- </dev/null >&2 &
    alive_pid=$!
}

# A script that waits for its own children calls this first, or names them: the heartbeat ends only
# here.
alive_end() {
    [ -n "$alive_pid" ] || return 0
    kill "$alive_pid" 2>/dev/null || true
    wait "$alive_pid" 2>/dev/null || true
    alive_pid=
}
alive_pid= alive_every=10

# heartbeat LOG PID TEMPORARY: ends when the script PID ends, in whatever way. A temporary LOG is
# then removed here, because nobody else is left to do it.
heartbeat() {
    local began now next=$alive_every last clear=
    # Overwrites the line where a program may be drawing its progress.
    [ ! -t 1 ] || clear=$(printf '\r\033[K')
    began=$(date +%s)
    # While waiting, it must not hold anybody's output open.
    while sleep 1 >/dev/null 2>&1; do
        kill -0 "$2" 2>/dev/null || {
            [ "$3" = no ] || rm -f "$1"
            return
        }
        now=$(($(date +%s) - began))
        [ "$now" -ge "$next" ] || continue
        next=$((now + alive_every))
        # Not the middle of a compiler's warning: only a line that starts with a word.
        last=$(tail -c 4000 "$1" 2>/dev/null | tr '\r' '\n' |
            sed -n '/^ *[[:alnum:]][[:alnum:]]/{s/^ *//;h;};${g;p;}')
        [ -z "$last" ] || last=", last: $(printf '%.90s' "$last")"
        printf '%s  … %s%s\n' "$clear" "$(duration "$now")" "$last"
    done
}

# 75 as "1 min 15 s".
duration() {
    if [ "$1" -lt 60 ]; then
        echo "$1 s"
    else
        echo "$(($1 / 60)) min $(($1 % 60)) s"
    fi
}
