# shellcheck shell=bash
# SPDX-License-Identifier: GPL-3.0-or-later
# ./dev fuzz-diff

verb_fuzz-diff() {
    local rounds=1000 seed engine status=0
    local -a engines=()
    seed=$(date +%s)
    while [ $# -gt 0 ]; do
        case "$1" in
            --seed) [ $# -gt 1 ] || usage_error "--seed needs a number"; seed=$2; shift ;;
            sqlite | postgresql | mariadb) engines+=("$1") ;;
            [1-9]*) rounds=$1 ;;
            *) usage_error "fuzz-diff does not know \"$1\"" ;;
        esac
        shift
    done
    case "$rounds$seed" in *[!0-9]*) usage_error "rounds and seed are whole numbers" ;; esac
    [ ${#engines[@]} -gt 0 ] || engines=(sqlite postgresql mariadb)
    ready dev test
    build_preset dev fuzz_diff
    export STRANDLINE_REQUIRE_SERVERS=1 TZ=UTC
    for engine in "${engines[@]}"; do
        say "$rounds rounds on $engine from seed $seed"
        "$TOP/build/dev/tests/bin/fuzz_diff" --engine "$engine" --seed "$seed" --rounds "$rounds" || status=1
    done
    [ "$status" -eq 0 ] || die "a way did not lead where it should: see the lines with WRONG above" \
        "one round again: build/dev/tests/bin/fuzz_diff --engine NAME --seed N --rounds 1 --verbose"
    say "every round was right, for ${engines[*]}"
}
