# shellcheck shell=bash
# SPDX-License-Identifier: GPL-3.0-or-later
# ./dev package: what it makes is unpacked and run before it is called a package.

verb_package() {
    [ $# -eq 0 ] || usage_error "package does not know \"$1\""
    ready package package
    build_preset package
    local out="$TOP/build/packages" work archive deb version
    rm -rf "$out"
    mkdir -p "$out"
    work=$(mktemp -d "${TMPDIR:-/tmp}/strandline-package.XXXXXX")
    at_end "rm -rf -- $(printf %q "$work")"
    say "packing"
    (cd "$work" && cpack --config "$TOP/build/package/CPackConfig.cmake" -G "DEB;TGZ" -B "$work/out") >"$out/cpack.log" 2>&1 || {
        tail -n 20 "$out/cpack.log" | sed 's/^/   /' >&2
        die "Could not make the packages" "the whole output: build/packages/cpack.log"
    }
    find "$work/out" -maxdepth 1 \( -name '*.deb' -o -name '*.tar.gz' \) -exec cp {} "$out" \;
    deb=$(find "$out" -name '*.deb')
    archive=$(find "$out" -name '*.tar.gz')
    version=$(sed -nE 's/^project\(Strandline VERSION ([0-9.]+).*/\1/p' "$TOP/CMakeLists.txt")
    mkdir "$work/deb" "$work/tgz"
    dpkg-deb -x "$deb" "$work/deb"
    tar -xzf "$archive" -C "$work/tgz"
    try_tree "$work/deb/usr" "$version"
    try_tree "$(find "$work/tgz" -mindepth 1 -maxdepth 1 -type d)" "$version"
    dpkg-deb -f "$deb" Package Version Depends | sed 's/^/   /' >&2
    say "made and tried: build/packages/${deb##*/} and build/packages/${archive##*/}"
}

# try_tree FOLDER VERSION: FOLDER holds bin/ and share/.
try_tree() {
    local answer program
    answer=$("$1/bin/strandline-cli" --version) || die "The installed strandline-cli does not run" "tried in: $1"
    case "$answer" in *"$2"*) ;; *) die "The installed strandline-cli says \"$answer\", not version $2" ;; esac
    for program in strandline strandline-cli; do
        [ -x "$1/bin/$program" ] || die "The install tree lacks bin/$program"
        if ldd "$1/bin/$program" | grep 'not found' >&2; then die "The installed $program lacks a library"; fi
    done
    for file in share/applications share/metainfo share/icons/hicolor/scalable/apps share/man/man1; do
        [ -n "$(ls -A "$1/$file" 2>/dev/null)" ] || die "The install tree lacks $file"
    done
}
