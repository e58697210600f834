# shellcheck shell=bash
# SPDX-License-Identifier: GPL-3.0-or-later
# ./dev bench

verb_bench() {
    ready release
    build_preset release
    local folder="$TOP/build/release" name=${1:-} program
    local -a programs=()
    [ $# -eq 0 ] || shift
    name=${name#bench_}
    while IFS= read -r -d '' program; do programs+=("$program"); done < <(
        find "$folder/bin" "$folder/tests" -type f -executable -name "bench_${name:-*}" -print0 2>/dev/null | sort -z)
    [ ${#programs[@]} -gt 0 ] || die "There is no benchmark ${name:+called \"bench_$name\" }in build/release" \
        "looked for programs named bench_* in build/release/bin and build/release/tests"
    local status=0
    for program in "${programs[@]}"; do
        say "${program##*/}"
        QT_QPA_PLATFORM="${QT_QPA_PLATFORM:-offscreen}" "$program" "$@" || status=1
    done
    [ "$status" -eq 0 ] || die "a benchmark failed"
}
