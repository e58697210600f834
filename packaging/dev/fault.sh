# shellcheck shell=bash
# SPDX-License-Identifier: GPL-3.0-or-later
# ./dev fault

verb_fault() {
    local -a engines=()
    local every=1 every_stop=7 rounds=100 engine mode processes
    while [ $# -gt 0 ]; do
        case "$1" in
            --quick) every=17 every_stop=17 rounds=3 ;;
            --every-stop) every_stop=1 ;;
            sqlite | postgresql | mariadb) engines+=("$1") ;;
            *) usage_error "fault does not know \"$1\"" ;;
        esac
        shift
    done
    [ ${#engines[@]} -gt 0 ] || engines=(sqlite postgresql mariadb)
    ready dev test
    build_preset dev strandline-cli strandline_fault strandline_together
    # A proof that left out what is not there would be none.
    export STRANDLINE_REQUIRE_SERVERS=1 TZ=UTC
    local start
    start=$(date +%s)
    FAULT_STATUS=0
    FAULT_LOGS="$TOP/build/dev/fault"
    mkdir -p "$FAULT_LOGS"
    at_end 'fault_stop_jobs'
    for engine in "${engines[@]}"; do
        for mode in $(fault_modes "$engine"); do
            # The cases wait for servers more than they compute.
            [ ${#FAULT_JOBS[@]} -lt $((2 * $(jobs_count))) ] || fault_wait_for_one
            if [ "$mode" = stop ]; then
                fault_start_job "$engine" "$mode" "$every_stop"
            else
                fault_start_job "$engine" "$mode" "$every"
            fi
        done
    done
    while [ ${#FAULT_JOBS[@]} -gt 0 ]; do fault_wait_for_one; done
    # One after the other: here the processors are what is fought for.
    for engine in "${engines[@]}"; do
        for processes in 2 20; do
            fault_together --engine "$engine" --processes "$processes" --rounds "$rounds"
            fault_together --engine "$engine" --processes "$processes" --rounds $(((rounds + 9) / 10)) --plain
        done
    done
    [ "$FAULT_STATUS" -eq 0 ] || die "something went wrong: see the lines with WRONG above, and build/dev/fault/" \
        "one case again: build/dev/tests/bin/strandline_fault --engine NAME --mode MODE --point N --verbose"
    say "every case was right, for ${engines[*]}, in $(seconds_since "$start") s"
}

fault_modes() {
    case "$1" in
        sqlite) echo kill error disk ;;
        *) echo kill error drop stop ;;
    esac
}

# Process to "ENGINE-MODE" of what runs in the background.
declare -A FAULT_JOBS=()

fault_start_job() {
    local engine=$1 mode=$2 every=$3
    say "$engine: $mode, $([ "$every" = 1 ] && echo "every point" || echo "each ${every}th point")"
    "$TOP/build/dev/tests/bin/strandline_fault" --engine "$engine" --mode "$mode" --every "$every" \
        >"$FAULT_LOGS/$engine-$mode.log" 2>&1 &
    FAULT_JOBS[$!]="$engine-$mode"
}

fault_wait_for_one() {
    local finished status=0 name
    wait -n -p finished "${!FAULT_JOBS[@]}" || status=$?
    name=${FAULT_JOBS[$finished]}
    unset "FAULT_JOBS[$finished]"
    # The last line counts; before it only what was wrong is said.
    sed "s/^/   $name: /" "$FAULT_LOGS/$name.log" >&2
    [ "$status" -eq 0 ] || FAULT_STATUS=1
}

fault_together() { "$TOP/build/dev/tests/bin/strandline_together" "$@" || FAULT_STATUS=1; }

fault_stop_jobs() { [ ${#FAULT_JOBS[@]} -eq 0 ] || kill "${!FAULT_JOBS[@]}" 2>/dev/null || true; }
