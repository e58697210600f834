#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# tst_man_and_completions.sh SOURCE_DIR STRANDLINE_CLI: the program's own help is held against the man page and the
# completions, which are written by hand and would be forgotten otherwise.
set -euo pipefail
source_dir=$1
program=$2
. "$source_dir/tests/packaging/check.sh"
completions="$source_dir/packaging/completions"
man=$(sed 's/\\-/-/g' "$source_dir/packaging/man/strandline-cli.1.in")

words_of() { grep -oE -- '--[a-z][a-z-]+' | sort -u; }

commands=$("$program" --help | sed -nE '/^(Subcommands|SUBCOMMANDS):/,/^$/s/^  ([a-z]+)( .*|$)/\1/p')
expect_contains "the help lists commands" "$commands" status
globals=$("$program" --help | words_of)
for command in $commands; do
    expect_contains "man page, command" "$man" "$command"
    expect_contains "bash, command" "$(grep 'init create' "$completions/strandline-cli.bash")" "$command"
    expect_contains "zsh, command" "$(cat "$completions/_strandline-cli")" "'$command:"
    expect_contains "fish, command" "$(cat "$completions/strandline-cli.fish")" "-a $command -d"
    # Commands of commands (schema diff) have options of their own.
    below=$("$program" "$command" --help | sed -nE '/^(Subcommands|SUBCOMMANDS):/,/^$/s/^  ([a-z]+)( .*|$)/\1/p')
    for sub in $below; do
        expect_contains "man page, $command" "$man" "fB$command $sub"
        expect_contains "bash, $command" "$(cat "$completions/strandline-cli.bash")" "$sub"
        expect_contains "zsh, $command" "$(cat "$completions/_strandline-cli")" "$sub"
        expect_contains "fish, $command" "$(cat "$completions/strandline-cli.fish")" "$sub"
    done
    for option in $globals $("$program" "$command" --help | words_of) \
        $(for sub in $below; do "$program" "$command" "$sub" --help | words_of; done); do
        expect_contains "man page, option of $command" "$man" "$option"
        expect_contains "bash, option of $command" "$(cat "$completions/strandline-cli.bash")" "$option"
        expect_contains "zsh, option of $command" "$(cat "$completions/_strandline-cli")" "$option"
        expect_contains "fish, option of $command" "$(cat "$completions/strandline-cli.fish")" "-l ${option#--} "
    done
done

# Completing for real, in the shell that is here for certain.
complete_bash() {
    bash -c '. "$1"; shift; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _strandline_cli; printf "%s\n" "${COMPREPLY[@]}"' \
        bash "$completions/strandline-cli.bash" "$@"
}
expect_equal "bash completes a command" "$(complete_bash strandline-cli st)" status
expect_equal "bash completes a command after an option with a value" "$(complete_bash strandline-cli --env status cr)" create
expect_equal "bash completes a kind" "$(complete_bash strandline-cli create --kind ch)" check
expect_equal "bash completes an option of the command" "$(complete_bash strandline-cli status --ex)" --exit-code

if command -v zsh >/dev/null; then
    if zsh -n "$completions/_strandline-cli"; then ok; else fail "zsh cannot read its completion"; fi
fi
if command -v fish >/dev/null; then
    if fish -n "$completions/strandline-cli.fish"; then ok; else fail "fish cannot read its completion"; fi
fi

finish
