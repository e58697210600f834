# shellcheck shell=bash
# SPDX-License-Identifier: GPL-3.0-or-later
# For the tests written in bash: counts, goes on after a failure, and ends with what ctest wants to know.

passed=0
failed=0

ok() { passed=$((passed + 1)); }
fail() {
    failed=$((failed + 1))
    printf 'FAIL: %s\n' "$*"
}

# expect_equal NAME ACTUAL EXPECTED
expect_equal() {
    if [ "$2" = "$3" ]; then ok; else fail "$1"; printf '  actual:   %q\n  expected: %q\n' "$2" "$3"; fi
}

# expect_contains NAME TEXT PART
expect_contains() {
    case "$2" in *"$3"*) ok ;; *) fail "$1: \"$3\" is not in it"; printf '%s\n' "$2" | head -n 5 | sed 's/^/  | /' ;; esac
}

finish() {
    printf '%d checks passed, %d failed\n' "$passed" "$failed"
    [ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
}
