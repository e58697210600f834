# shellcheck shell=bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Shared by the parts of ./dev: messages, clean-up, and questions about this machine.
# Expects $TOP (the checkout). Never prints or names a package host of its own: apt's sources know them.

say() { printf '%s\n' "== $*" >&2; }
note() { printf '%s\n' "   $*" >&2; }
warn() { printf '%s\n' "!! $*" >&2; }
die() {
    printf '%s\n' "!! $1" >&2
    shift
    local line
    for line in "$@"; do printf '   %s\n' "$line" >&2; done
    exit 1
}

# Things to undo at the end, last first, also after an error or Ctrl+C.
CLEANUPS=()
at_end() { CLEANUPS+=("$*"); }
run_cleanups() {
    local status=$? i
    trap - EXIT
    set +e
    for ((i = ${#CLEANUPS[@]} - 1; i >= 0; i--)); do eval "${CLEANUPS[i]}"; done
    exit "$status"
}
trap run_cleanups EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

have() { command -v "$1" >/dev/null 2>&1; }

jobs_count() {
    local n
    n=$(nproc 2>/dev/null || echo 2)
    # One compiler of this code base needs up to 1 GiB: fewer at a time where memory is short.
    local mem
    mem=$(awk '/^MemAvailable:/ { print int($2 / 1048576) }' /proc/meminfo 2>/dev/null || echo 4)
    [ "${mem:-4}" -ge 1 ] || mem=1
    [ "$n" -le "$mem" ] || n=$mem
    echo "$n"
}

# seconds_since START: for closing lines.
seconds_since() { echo $(($(date +%s) - $1)); }

os_field() { (
    # shellcheck disable=SC1091
    . /etc/os-release 2>/dev/null || true
    printf '%s' "${!1:-}"
); }

# bookworm, trixie, or empty for a system that we have no package list for.
debian_release() {
    local codename
    codename=$(os_field VERSION_CODENAME)
    [ -f "$TOP/packaging/debian-packages/$codename.list" ] && printf '%s' "$codename"
    return 0
}
