# shellcheck shell=bash
# SPDX-License-Identifier: GPL-3.0-or-later
# KSyntaxHighlighting for Qt 6. Debian 13 packages it; Debian 12 packages it for Qt 5 only, so there it is built
# once from Debian's own source, into build/ksyntax. docs/decisions/0003-ksyntax-private-build.md has the reasons.

KSYNTAX_PREFIX="$TOP/build/ksyntax"
# Raise the number when the recipe below changes: every checkout then builds again.
KSYNTAX_RECIPE=1
KSYNTAX_SUITE=trixie
KSYNTAX_PACKAGE=ksyntax-highlighting
# What Debian 12's extra-cmake-modules is; the source asks for its own version without needing it.
KSYNTAX_ECM=5.103.0

ksyntax_in_system() {
    local folder
    for folder in /usr/lib/*/cmake/KF6SyntaxHighlighting /usr/lib/cmake/KF6SyntaxHighlighting; do
        [ -e "$folder/KF6SyntaxHighlightingConfig.cmake" ] && return 0
    done
    return 1
}

# The key says what the build depends on: the recipe and the Qt that it was compiled against.
ksyntax_key() { printf 'recipe %s, Qt %s\n' "$KSYNTAX_RECIPE" "$(dpkg-query -W -f '${Version}' qt6-base-dev 2>/dev/null)"; }

ksyntax_is_built() { [ "$(cat "$KSYNTAX_PREFIX/.strandline-built" 2>/dev/null)" = "$(ksyntax_key)" ]; }

ensure_ksyntax() {
    ksyntax_in_system && return 0
    ksyntax_is_built && return 0
    local started work log
    started=$(date +%s)
    say "building KSyntaxHighlighting for Qt 6, once, into build/ksyntax (about a minute)"
    # Not inside the checkout: the library's build scripts do not quote paths, a space there would break them.
    work=$(mktemp -d "${TMPDIR:-/tmp}/strandline-ksyntax.XXXXXX")
    at_end "rm -rf -- $(printf %q "$work")"
    log="$work/build.log"
    fetch_debian_source "$KSYNTAX_SUITE" "$KSYNTAX_PACKAGE" "$work"
    mkdir "$work/source"
    tar -xf "$work"/${KSYNTAX_PACKAGE}_*.orig.tar.* -C "$work/source" --strip-components=1 2>"$log" ||
        ksyntax_failed "$log"
    sed -i -E "s/(find_package\(ECM )[0-9.]+/\1$KSYNTAX_ECM/" "$work/source/CMakeLists.txt"
    # Translated names of definitions, which nobody sees here; they would need Qt's translation tools to build.
    rm -rf "$work/source/poqm" "$work/source/po"
    # Static: programs and packages then need no library from a folder of the build machine.
    if ! { cmake -S "$work/source" -B "$work/build" -G Ninja -DCMAKE_BUILD_TYPE=Release -DQT_MAJOR_VERSION=6 \
        -DBUILD_TESTING=OFF -DBUILD_SHARED_LIBS=OFF -DCMAKE_POSITION_INDEPENDENT_CODE=ON -DQRC_SYNTAX=ON \
        -DCMAKE_DISABLE_FIND_PACKAGE_Qt6Quick=ON -DCMAKE_DISABLE_FIND_PACKAGE_Qt6Widgets=ON \
        -DCMAKE_DISABLE_FIND_PACKAGE_Qt6PrintSupport=ON -DCMAKE_INSTALL_PREFIX="$work/prefix" &&
        cmake --build "$work/build" --parallel "$(jobs_count)" &&
        cmake --install "$work/build"; } >>"$log" 2>&1; then
        ksyntax_failed "$log"
    fi
    rm -rf "$KSYNTAX_PREFIX"
    mkdir -p "$TOP/build"
    # The package files of the library are relocatable, so moving the prefix is safe.
    cp -a "$work/prefix" "$KSYNTAX_PREFIX"
    ksyntax_key >"$KSYNTAX_PREFIX/.strandline-built"
    rm -rf -- "$work"
    note "done in $(seconds_since "$started") s"
}

ksyntax_failed() {
    mkdir -p "$TOP/build"
    cp "$1" "$TOP/build/ksyntax-build.log"
    tail -n 25 "$1" | sed 's/^/   /' >&2
    die "Could not build KSyntaxHighlighting" "the whole output: build/ksyntax-build.log"
}
