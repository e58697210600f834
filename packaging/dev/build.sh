# shellcheck shell=bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Configure, build, run, test.

use_ccache() {
    have ccache || return 1
    # Objects are shared between checkouts of the same machine, wherever they lie.
    export CCACHE_BASEDIR="${CCACHE_BASEDIR:-$TOP}" CCACHE_NOHASHDIR="${CCACHE_NOHASHDIR:-1}"
}

# ensure_configured PRESET: CMake runs only when something that it cannot notice by itself has changed: the
# presets, the private library, or the place of the checkout.
ensure_configured() {
    local preset=$1 folder="$TOP/build/$1" key log
    local -a launcher=(-DCMAKE_CXX_COMPILER_LAUNCHER=)
    if use_ccache; then launcher=(-DCMAKE_CXX_COMPILER_LAUNCHER=ccache); fi
    key="$TOP ${launcher[*]} $(sha256sum <"$TOP/CMakePresets.json") $(cat "$KSYNTAX_PREFIX/.strandline-built" 2>/dev/null || true)"
    [ -f "$folder/build.ninja" ] && [ "$(cat "$folder/.strandline-configured" 2>/dev/null)" = "$key" ] && return 0
    say "configuring build/$preset"
    mkdir -p "$TOP/build"
    log="$TOP/build/configure-$preset.log"
    # The old cache would keep what the changed preset no longer says.
    if ! (cd "$TOP" && cmake --preset "$preset" --fresh "${launcher[@]}") >"$log" 2>&1; then
        grep -v '^-- ' "$log" | tail -n 30 | sed 's/^/   /' >&2
        die "Could not configure the preset $preset" "the whole output: build/configure-$preset.log"
    fi
    grep -A4 'CMake Warning' "$log" >&2 || true
    if [ -f "$folder/CMakeCache.txt" ] && grep -q '^STRANDLINE_GUI:.*=ON' "$folder/CMakeCache.txt" &&
        ! grep -q 'KSyntaxHighlighting: from' "$log" && [ -n "$(debian_release)" ]; then
        die "KSyntaxHighlighting was not found although it should be there" "the whole output: build/configure-$preset.log"
    fi
    printf '%s\n' "$key" >"$folder/.strandline-configured"
}

build_preset() {
    local preset=$1
    shift
    local -a targets=()
    [ $# -eq 0 ] || targets=(--target "$@")
    ensure_configured "$preset"
    say "building build/$preset"
    # All errors at once: the next attempt may be on a machine that is far away.
    cmake --build "$TOP/build/$preset" --parallel "$(jobs_count)" "${targets[@]}" -- -k 0 >&2 ||
        die "The build of the preset $preset failed"
}

needs_ksyntax() { case "$1" in asan | fuzz) return 1 ;; *) return 0 ;; esac; }

# ready PRESET GROUP…: everything that has to be there before a build.
ready() {
    local preset=$1
    shift
    ensure_packages build "$@"
    if needs_ksyntax "$preset"; then ensure_ksyntax; fi
}

# Reads "--preset P" off the front of the arguments into $PRESET, the others into $REST.
take_preset() {
    PRESET=$1
    shift
    REST=()
    while [ $# -gt 0 ]; do
        case "$1" in
            --preset) [ $# -ge 2 ] || usage_error "--preset needs a name"; PRESET=$2; shift ;;
            --preset=*) PRESET=${1#*=} ;;
            *) REST+=("$1") ;;
        esac
        shift
    done
    (cd "$TOP" && grep -q "\"name\": \"$PRESET\"" CMakePresets.json) || usage_error "there is no preset \"$PRESET\""
}

verb_build() {
    take_preset dev "$@"
    ready "$PRESET" test
    build_preset "$PRESET" "${REST[@]}"
}

verb_run() {
    local -a arguments=(--sample)
    if [ $# -gt 0 ]; then
        [ "$1" = -- ] || usage_error "arguments for the program come after --, for example: ./dev run -- --help"
        shift
        arguments=("$@")
    fi
    ready dev
    build_preset dev strandline
    if [ -z "${DISPLAY:-}${WAYLAND_DISPLAY:-}${QT_QPA_PLATFORM:-}" ]; then
        die "Built, but there is no display to open the window on" \
            "looked at: the variables DISPLAY, WAYLAND_DISPLAY and QT_QPA_PLATFORM, none is set" \
            "hint: run it in a desktop session, or see the window with: ./dev screenshots"
    fi
    say "opening build/dev/bin/strandline ${arguments[*]}"
    run_cleanups_before_exec
    if [ "$CALLER_LC_ALL" = unset ]; then unset LC_ALL; else LC_ALL=$CALLER_LC_ALL; fi
    exec "$TOP/build/dev/bin/strandline" "${arguments[@]}"
}

# exec would skip the EXIT trap.
run_cleanups_before_exec() {
    local i
    for ((i = ${#CLEANUPS[@]} - 1; i >= 0; i--)); do eval "${CLEANUPS[i]}"; done
    CLEANUPS=()
}

verb_test() {
    take_preset dev "$@"
    ready "$PRESET" test
    build_preset "$PRESET"
    run_ctest "$PRESET" "${REST[@]}"
}

# run_ctest PRESET ARG…: the closing lines are ctest's own summary and one "N passed, N failed" line.
run_ctest() {
    local preset=$1
    shift
    local folder="$TOP/build/$preset" results status=0
    results="$folder/test-results.xml"
    rm -f "$results"
    sanitizer_environment
    say "testing build/$preset"
    ctest --test-dir "$folder" --output-on-failure --no-label-summary --no-tests=error --parallel "$(jobs_count)" \
        --output-junit "$results" "$@" </dev/null || status=$?
    [ -f "$results" ] || return "$status"
    sed -n '/<testsuite /,/>/p' "$results" | tr '\n' ' ' | awk '
        function value(name,   m) {
            return match($0, name "=\"[0-9]+\"") ? substr($0, RSTART + length(name) + 2, RLENGTH - length(name) - 3) + 0 : 0
        }
        { total = value("tests"); failed = value("failures"); skipped = value("skipped") + value("disabled")
          printf "%d passed, %d failed", total - failed - skipped, failed
          if (skipped) printf ", %d skipped", skipped
          printf "\n" }'
    return "$status"
}

# Only read by programs that were built with a sanitizer. The list of leaks that are not ours says why for each.
sanitizer_environment() {
    export ASAN_OPTIONS="${ASAN_OPTIONS:-detect_leaks=1:strict_string_checks=1:detect_stack_use_after_return=1}"
    export UBSAN_OPTIONS="${UBSAN_OPTIONS:-print_stacktrace=1}"
    export LSAN_OPTIONS="${LSAN_OPTIONS:-suppressions='$TOP/packaging/dev/lsan.supp':print_suppressions=0}"
    export TSAN_OPTIONS="${TSAN_OPTIONS:-halt_on_error=1}"
}

verb_setup() {
    if [ "${1:-}" = --check ]; then
        shift
        setup_check "$@"
        return
    fi
    [ $# -eq 0 ] || usage_error "setup does not know \"$1\""
    ensure_packages build test lint screenshots package
    ensure_ksyntax
    ensure_configured dev
    say "ready: ./dev run opens the window, ./dev test runs the tests"
}
