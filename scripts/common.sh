# shellcheck shell=bash
# Sourced by the other scripts: where we are, how to speak, how to build.
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cd "$root" || exit
# shellcheck disable=SC2034 # used by the scripts that source this file
cores=$(nproc)

say() { printf 'marketkit: %s\n' "$*" >&2; }
die() {
    say "$*"
    exit 1
}

# quietly LOG COMMAND...: the output goes to LOG and is shown only when the command fails.
quietly() {
    local log=$1
    shift
    mkdir -p "$(dirname "$log")"
    "$@" >"$log" 2>&1 && return
    tail -n 200 "$log" >&2
    return 1
}

# configure PRESET [CMAKE-ARGUMENTS]: nothing to do when the build is already configured this way;
# Ninja itself reruns CMake when a CMakeLists.txt has changed.
configure() {
    local preset=$1 dir=build/$1 key
    shift
    mkdir -p build/logs
    key="$(cksum <CMakePresets.json) $*"
    if [[ -f $dir/build.ninja && -f $dir/.configured && $(<"$dir/.configured") == "$key" ]]; then
        return
    fi
    quietly "build/logs/configure-$preset.log" cmake --preset "$preset" "$@" || return
    printf '%s\n' "$key" >"$dir/.configured"
}

# build PRESET [CMAKE-ARGUMENTS]: configure and build. Silent when there is nothing to do; on a
# terminal the current step, else only what failed. Everything is in the log.
build() {
    configure "$@" || return
    ninja -C "build/$1" 2>&1 | tee "build/logs/build-$1.log" | build_progress "$1" >&2
    return "${PIPESTATUS[0]}"
}

build_progress() {
    local line said='' clear='' columns=0
    if [[ -t 2 ]]; then
        clear=$'\r\e[K'
        columns=$(tput cols 2>/dev/null || echo 80)
    fi
    while IFS= read -r line; do
        case $line in
            'ninja: Entering'* | 'ninja: no work'* | '[0/'*'] Re-'* | '-- '*) continue ;;
        esac
        [[ $said ]] || say "building in build/$1"
        said=1
        case $line in
            \[*/*\]\ *) ((!columns)) || printf '%s%s' "$clear" "${line:0:columns-1}" ;;
            *) printf '%s%s\n' "$clear" "$line" ;;
        esac
    done
    printf '%s' "$clear"
}

# files PATTERN...: our own files, from git where there is a checkout.
files() {
    if [[ -e .git ]] && command -v git >/dev/null; then
        git -c safe.directory="$root" ls-files --cached --others --exclude-standard -- "$@" |
            while read -r file; do [[ ! -f $file ]] || printf '%s\n' "$file"; done
    else
        local pattern args=()
        for pattern in "$@"; do args+=(-o -path "./$pattern"); done
        find . \( -name build -o -name node_modules \) -prune -o -type f \( "${args[@]:1}" \) -print |
            sed 's|^\./||' | LC_ALL=C sort
    fi
}
