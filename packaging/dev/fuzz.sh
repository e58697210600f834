# shellcheck shell=bash
# SPDX-License-Identifier: GPL-3.0-or-later
# ./dev fuzz

verb_fuzz() {
    local seconds=60
    case "${1:-}" in
        [1-9]*) seconds=$1; shift ;;
    esac
    case "$seconds" in *[!0-9]*) usage_error "\"$seconds\" is no number of seconds" ;; esac
    local -a dialects=("$@")
    [ ${#dialects[@]} -gt 0 ] || dialects=(postgresql mysql sqlite)
    local dialect
    for dialect in "${dialects[@]}"; do
        case "$dialect" in postgresql | mysql | sqlite) ;; *) usage_error "there is no dialect \"$dialect\"" ;; esac
    done
    ready fuzz fuzz
    build_preset fuzz "${dialects[@]/#/fuzz_splitter_}"
    local program seeds status=0 findings="$TOP/build/fuzz/findings"
    mkdir -p "$findings"
    for dialect in "${dialects[@]}"; do
        program=$(find "$TOP/build/fuzz" -type f -executable -name "fuzz_splitter_$dialect" | head -n 1)
        mkdir -p "$TOP/build/fuzz/corpus/$dialect"
        # The committed inputs are read only; what the fuzzer learns goes to the first folder.
        local -a folders=("$TOP/build/fuzz/corpus/$dialect")
        for seeds in "$TOP/tests/fuzz/corpus/$dialect" "$TOP/tests/cases/sql/$dialect"; do
            [ ! -d "$seeds" ] || folders+=("$seeds")
        done
        say "fuzzing the $dialect splitter for $seconds s"
        local log="$TOP/build/fuzz/$dialect.log"
        if "$program" -max_total_time="$seconds" -timeout=10 -rss_limit_mb=2048 -max_len=65536 -print_final_stats=1 \
            -dict="$TOP/tests/fuzz/splitter.dict" -artifact_prefix="$findings/$dialect-" "${folders[@]}" >"$log" 2>&1; then
            grep -E '^(Done |stat::(average_exec|peak_rss|slowest))' "$log" | sed 's/^/   /' >&2
        else
            status=1
            # What the check said comes before the stack.
            grep -B2 -A8 -m1 '^==[0-9]*== *ERROR' "$log" | sed 's/^/   /' >&2 || tail -n 20 "$log" >&2
            warn "a finding in the $dialect splitter: build/fuzz/findings/, the whole output: build/fuzz/$dialect.log"
        fi
    done
    [ "$status" -eq 0 ] || die "the fuzzer found something" "add the input to tests/fuzz/corpus/ together with the repair"
    say "no finding in $seconds s for each of: ${dialects[*]}"
}
