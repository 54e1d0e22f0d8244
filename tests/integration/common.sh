# shellcheck shell=bash
# Sourced by the tests of `mkt serve`: starting and asking servers, and saying what is wrong.
mkt=$1
command -v curl >/dev/null || {
    echo 'curl is missing'
    exit 77
}
work=$(mktemp -d)
store=sqlite:$work/market.db
pids=()
# shellcheck disable=SC2317 # run by the trap
clean_up() {
    ((${#pids[@]} == 0)) || kill -KILL "${pids[@]}" 2>/dev/null || true
    rm -rf "$work"
}
trap clean_up EXIT

fail() {
    printf 'FAILED: %s\n' "$*"
    exit 1
}

# same WHAT EXPECTED GOT
same() {
    [[ $2 == "$3" ]] || fail "$1: expected '$2', got '$3'"
}

# contains WHAT PART TEXT
contains() {
    [[ $3 == *"$2"* ]] || fail "$1: no '$2' in '$3'"
}

# start NAME OPTION...: starts a server; its address goes to `url` (without the last /), its process to `pid`. Its output is
# in $work/NAME.out and .err. (Bash starts background commands with SIGINT ignored; undo that.)
start() {
    local name=$1 i
    shift
    : >"$work/$name.out"
    env --default-signal=INT "$mkt" --store "$store" serve "$@" >"$work/$name.out" 2>"$work/$name.err" &
    pid=$!
    pids+=("$pid")
    for ((i = 0; i < 200; i++)); do
        url=$(sed -n 's,^Dashboard: \(.*\)/$,\1,p' "$work/$name.out")
        [[ -z $url ]] || return 0
        kill -0 "$pid" 2>/dev/null || break
        sleep 0.05
    done
    fail "the server does not start: $(<"$work/$name.err")"
}

# stop SIGNAL: the last server started ends on the signal with status 0.
stop() {
    local status=0
    kill -"$1" "$pid"
    wait "$pid" || status=$?
    same "exit status after SIG$1" 0 "$status"
}

get() {
    curl -sS --max-time 10 "$@"
}

status_of() {
    get -o /dev/null -w '%{http_code}' "$@"
}

# bars COUNT: a CSV file of daily bars.
bars() {
    local i week
    echo 'date,open,high,low,close,volume'
    for ((i = 0; i < $1; i++)); do
        week=$((i / 5))
        printf '2020-01-06 + %d days\n' $((week * 7 + i % 5))
    done | date -u -f - +%F | awk '{ n = NR % 9; printf "%s,%d,%d,%d,%d,1000\n", $1, 100 + n, 102 + n, 99 + n, 101 + n }'
}
