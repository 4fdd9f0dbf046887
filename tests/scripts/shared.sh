# What the scripts of every folder share, in words of any POSIX shell; sourced.
#
#   target_dir             where cargo puts what it builds
#   say TEXT               one line for whoever watches
#   step WHAT COMMAND…     a step that may take long: says so, and shows that it lives
#   watched LOG COMMAND…   the same with all that the command says in LOG
#   alive LOG, alive_end   shows that whatever writes LOG lives, until alive_end

# Whatever the environment or a cargo config says about it. Absolute, with slashes.
target_dir() {
    local said
    said=$(cargo metadata --format-version 1 --no-deps) || return
    said=$(printf '%s\n' "$said" | sed -n 's/.*"target_directory":"\([^"]*\)".*/\1/p')
    [ -n "$said" ] || {
        say "cargo metadata names no target_directory"
        return 1
    }
    printf '%s\n' "$said" | sed 's|\\\\|/|g'
}

# On standard error: what a script returns is on standard output.
say() {
    printf '%s\n' "$*" >&2
}

# step WHAT COMMAND…: WHAT says what is done and how long it usually takes. What the command says is
# shown at its end, but for cargo's progress. Its exit code is step's.
step() {
    local what=$1 log code=0 temporary=yes alive_pid=
    shift
    say "$what"
    # On a terminal cargo shows by itself how far it is, but not that a long crate goes on.
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

# Leaves out the lines by which cargo and maturin show how far they are.
without_progress() {
    LC_ALL=C awk '
        /^ *(Adding|Archiving|Blocking|Checking|Compiling|Documenting|Downloaded|Downloading) / ||
            /^ *(Finished|Fresh|Generated|Installed|Installing|Locking|Packaged|Packaging) / ||
            /^ *(Replaced|Replacing|Running|Updating|Verifying) / || /^[^ -~]/ || /^$/ { next }
        { print }'
}

watched() {
    # Its own: outside, another log may be watched.
    local log=$1 code=0 alive_pid=
    shift
    : >"$log"
    alive "$log"
    # In the foreground, so that Ctrl-C reaches it: a script's background commands don't hear it.
    "$@" >"$log" 2>&1 || code=$?
    alive_end
    return "$code"
}

# A line every so many seconds: how long it has been, and the last line of LOG.
alive() {
    # Descriptor 9 is where our scripts hold locks: a lock must not outlive its script.
    beat "$1" $$ "${temporary:-no}" 9>&- </dev/null >&2 &
    alive_pid=$!
}

# A script that waits for children of its own calls this first, or names them: a beat ends only when
# it is told to.
alive_end() {
    [ -n "$alive_pid" ] || return 0
    kill "$alive_pid" 2>/dev/null || true
    wait "$alive_pid" 2>/dev/null || true
    alive_pid=
}
alive_pid= alive_every=10

# beat LOG PID TEMPORARY: ends by itself when the script PID does, however that ends. A temporary
# LOG is then removed here, because nobody else is left to do it.
beat() {
    local began now next=$alive_every last clear=
    # Over the line where a program may be drawing how far it is.
    [ ! -t 1 ] || clear=$(printf '\r\033[K')
    began=$(date +%s)
    # What waits holds nobody's output open.
    while sleep 1 >/dev/null 2>&1; do
        kill -0 "$2" 2>/dev/null || {
            [ "$3" = no ] || rm -f "$1"
            return
        }
        now=$(($(date +%s) - began))
        [ "$now" -ge "$next" ] || continue
        next=$((now + alive_every))
        # Not the middle of a compiler's warning: a line that begins with a word.
        last=$(tail -c 4000 "$1" 2>/dev/null | tr '\r' '\n' |
            sed -n '/^ *[[:alnum:]][[:alnum:]]/{s/^ *//;h;};${g;p;}')
        [ -z "$last" ] || last=", last: $(printf '%.90s' "$last")"
        printf '%s  … %s%s\n' "$clear" "$(lasting "$now")" "$last"
    done
}

# 75 as "1 min 15 s".
lasting() {
    if [ "$1" -lt 60 ]; then
        echo "$1 s"
    else
        echo "$(($1 / 60)) min $(($1 % 60)) s"
    fi
}
