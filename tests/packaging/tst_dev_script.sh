#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# tst_dev_script.sh SOURCE_DIR: what ./dev decides without installing or building anything.
set -euo pipefail
source_dir=$1
. "$source_dir/tests/packaging/check.sh"
work=$(mktemp -d)
trap 'rm -rf -- "$work"' EXIT

# Runs a line in the functions of ./dev, with another checkout in $TOP if one is given.
in_dev() (
    export TOP=${DEV_TOP:-$source_dir}
    for part in lib apt packages ksyntax build; do . "$source_dir/packaging/dev/$part.sh"; done
    eval "$1"
)

status_of() {
    local status=0
    "$@" >/dev/null 2>&1 || status=$?
    echo "$status"
}

# --- help and usage
help=$("$source_dir/dev" --help)
for verb in setup build run test bench screenshots lint fuzz fault package; do
    expect_contains "--help names every verb" "$help" "./dev $verb"
    expect_contains "help $verb" "$("$source_dir/dev" help "$verb")" "./dev $verb"
    expect_equal "$verb --help" "$("$source_dir/dev" "$verb" --help)" "$("$source_dir/dev" help "$verb")"
done
expect_equal "an unknown verb is a usage error" "$(status_of "$source_dir/dev" fly)" 64
expect_equal "no verb is a usage error" "$(status_of "$source_dir/dev")" 64
expect_equal "an unknown preset is a usage error" "$(status_of "$source_dir/dev" test --preset nonsense)" 64
expect_equal "run wants -- before arguments" "$(status_of "$source_dir/dev" run --help-me)" 64
expect_equal "an unknown dialect is a usage error" "$(status_of "$source_dir/dev" fuzz 1 oracle)" 64
expect_equal "an unknown engine is a usage error" "$(status_of "$source_dir/dev" fault oracle)" 64
expect_equal "every preset of the help exists" \
    "$(sed -n 's/.*Presets: \(.*\)\.$/\1/p' "$source_dir/packaging/dev/help.sh" | tr ' ' '\n' | sort | tr '\n' ' ')" \
    "$(sed -nE '/"configurePresets"/,/\]/s/.*"name": "([a-z]+)".*/\1/p' "$source_dir/CMakePresets.json" | grep -v base | sort | tr '\n' ' ')"

# --- package lists
for list in common bookworm trixie; do
    wrong=$(grep -nvE '^(#.*|[a-z]+: [a-z0-9][a-z0-9+. -]*|)$' "$source_dir/packaging/debian-packages/$list.list" || true)
    expect_equal "$list.list has lines of one form only" "$wrong" ""
done
mkdir -p "$work/top/packaging/debian-packages"
printf '# x\nbuild: a b\ntest: c\nbuild: a d\n' >"$work/top/packaging/debian-packages/common.list"
release=$(. /etc/os-release && echo "${VERSION_CODENAME:-}")
if [ -n "$release" ]; then
    printf 'test: e\nlint: f\n' >"$work/top/packaging/debian-packages/$release.list"
    DEV_TOP="$work/top"
    expect_equal "groups are put together, without doubles" "$(in_dev 'packages_of build test' | tr '\n' ' ')" "a b c d e "
    printf 'build: bash no-such-package-anywhere\n' >"$work/top/packaging/debian-packages/common.list"
    if command -v dpkg-query >/dev/null; then
        expect_equal "only what is missing" "$(in_dev 'missing_packages build')" "no-such-package-anywhere"
    fi
    unset DEV_TOP
fi

# --- where Debian comes from; nothing is fetched
if command -v apt-get >/dev/null && [ -n "$release" ]; then
    mkdir -p "$work/parts" "$work/state/lists/partial" "$work/cache/archives/partial"
    printf '%s\n' "Dir::Etc::sourcelist \"$work/sources.list\";" "Dir::Etc::sourceparts \"$work/parts\";" \
        "Dir::State \"$work/state\";" "Dir::State::Lists \"$work/state/lists\";" "Dir::Cache \"$work/cache\";" \
        "Debug::NoLocking \"1\";" >"$work/apt.conf"
    archive_of() {
        printf '%s\n' "$1" >"$work/sources.list"
        printf '%s\n' "${2:-}" >"$work/parts/x.sources"
        APT_CONFIG="$work/apt.conf" in_dev debian_archive || echo none
    }
    expect_equal "one-line source" "$(archive_of "deb http://mirror.example.test/debian $release main")" \
        $'http://mirror.example.test/debian/\t'
    expect_equal "one-line source among others" "$(archive_of "deb http://third.example.test/wine $release main
deb http://mirror.example.test/debian $release main contrib")" $'http://mirror.example.test/debian/\t'
    expect_equal "deb822 source" "$(archive_of "" "Types: deb
URIs: http://mirror.example.test/debian
Suites: $release $release-updates
Components: main")" $'http://mirror.example.test/debian/\t'
    expect_equal "a third party's release only" "$(archive_of "deb http://third.example.test/x nodistro main")" none
fi
printf 'deb [arch=amd64 signed-by=/k/one.gpg] http://a b main\n' >"$work/a.list"
printf '# c\nTypes: deb\nURIs: http://a\n\nTypes: deb\nURIs: http://b\nSigned-By: /k/two.gpg\n' >"$work/a.sources"
printf 'Types: deb\nSigned-By:\n -----BEGIN PGP PUBLIC KEY BLOCK-----\n' >"$work/b.sources"
expect_equal "key of a one-line source" "$(in_dev "signed_by_of '$work/a.list:1'")" /k/one.gpg
expect_equal "key of the second stanza" "$(in_dev "signed_by_of '$work/a.sources:2'")" /k/two.gpg
expect_equal "no key in the first stanza" "$(in_dev "signed_by_of '$work/a.sources:1'")" ""
expect_equal "a key inside the file is no file" "$(in_dev "signed_by_of '$work/b.sources:1'")" ""

# --- no host is named anywhere in the scripts; apt's sources know them
hosts=$(grep -rnE 'https?://' "$source_dir/dev" "$source_dir/packaging/dev" "$source_dir/packaging/debian-packages" || true)
expect_equal "no address in the scripts" "$hosts" ""

finish
