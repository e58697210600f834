# shellcheck shell=bash
# SPDX-License-Identifier: GPL-3.0-or-later
# ./dev lint: goes through every check before it fails, so that one run shows everything.

LINT_FAILED=()

# Prints the own files that match the patterns, each followed by a NUL byte. Without git (an unpacked archive) it
# looks at the folders that hold sources.
own_files() (
    cd "$TOP" || exit
    if git rev-parse --is-inside-work-tree >/dev/null 2>&1; then
        git ls-files -z --cached --others --exclude-standard -- "$@" |
            while IFS= read -r -d '' file; do [ ! -f "$file" ] || printf '%s\0' "$file"; done
    else
        local -a names=()
        local pattern
        for pattern in "$@"; do names+=(-o -name "${pattern##*/}"); done
        find app core ui tests packaging .ci \( "${names[@]:1}" \) -type f -print0
    fi
)

lint_result() {
    if [ "$1" -eq 0 ]; then note "ok: $2"; else
        warn "failed: $2"
        LINT_FAILED+=("$2")
    fi
}

lint_format() {
    local -a mode=(--dry-run -Werror)
    [ "$1" = check ] || mode=(-i)
    if ! have clang-format-14; then
        warn "SKIPPED: formatting. clang-format-14 is not installed and $(os_field PRETTY_NAME) may not package it;"
        note "another version formats differently, so it would only argue. Debian 12 and CI check it."
        return 0
    fi
    local status=0
    own_files '*.h' '*.cpp' | (cd "$TOP" && xargs -0 -r -n 40 -P "$(jobs_count)" clang-format-14 --style=file "${mode[@]}") || status=1
    lint_result "$status" "formatting (repair: ./dev lint --fix)"
}

lint_shell() {
    have shellcheck || { warn "SKIPPED: shell scripts, shellcheck is not installed"; return 0; }
    local status=0
    (cd "$TOP" && shellcheck -x -S style -e SC2016,SC1090,SC1091 dev packaging/dev/*.sh packaging/completions/*.bash tests/packaging/*.sh .ci/run) >&2 || status=1
    lint_result "$status" "shell scripts"
}

lint_metadata() {
    local status=0 file
    if have desktop-file-validate; then
        for file in "$TOP"/packaging/desktop/*.desktop; do
            desktop-file-validate "$file" >&2 || status=1
        done
        lint_result "$status" "desktop entry"
    else
        warn "SKIPPED: desktop entry, desktop-file-validate is not installed"
    fi
    status=0
    if have appstreamcli; then
        # Made from the template by the configuration. Asking the web would make this check depend on the network.
        for file in "$TOP"/build/dev/packaging/*.metainfo.xml; do
            appstreamcli validate --no-net --no-color "$file" >&2 || status=1
        done
        lint_result "$status" "AppStream metadata"
    else
        warn "SKIPPED: AppStream metadata, appstreamcli is not installed"
    fi
}

verb_lint() {
    local fix=check tidy=""
    while [ $# -gt 0 ]; do
        case "$1" in
            --fix) fix=fix ;;
            --tidy) tidy=1 ;;
            *) usage_error "lint does not know \"$1\"" ;;
        esac
        shift
    done
    ready dev test lint
    say "formatting and scripts"
    lint_format "$fix"
    lint_shell
    local status=0
    # Warnings are errors in the presets; a build is the check.
    (build_preset dev) || status=1
    lint_result "$status" "no compiler warnings"
    if [ "$status" -eq 0 ]; then
        lint_metadata
        run_ctest dev -L arch >&2 || status=1
        lint_result "$status" "layers (tests/arch/layers.txt)"
    fi
    if [ -n "$tidy" ]; then
        ensure_packages tidy
        status=0
        (build_preset tidy) || status=1
        lint_result "$status" "clang-tidy"
    fi
    [ ${#LINT_FAILED[@]} -eq 0 ] || die "lint failed: ${#LINT_FAILED[@]} of the checks above"
    say "lint passed"
}
