# shellcheck shell=bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Debian packages: which are needed, which are missing, and getting them.

# packages_of GROUP…: the names for this machine's release.
packages_of() {
    local release
    release=$(debian_release)
    [ -n "$release" ] || return 0
    local groups=" $* "
    cat "$TOP/packaging/debian-packages/common.list" "$TOP/packaging/debian-packages/$release.list" |
        awk -v groups="$groups" '/^[a-z]+:/ {
            group = $1; sub(/:$/, "", group)
            if (index(groups, " " group " ")) for (i = 2; i <= NF; i++) if (!seen[$i]++) print $i
        }'
}

# missing_packages GROUP…: asks dpkg only, so it costs milliseconds.
missing_packages() {
    local wanted
    mapfile -t wanted < <(packages_of "$@")
    [ ${#wanted[@]} -gt 0 ] || return 0
    # A package that dpkg never heard of makes dpkg-query fail and prints nothing for it.
    { dpkg-query -W -f '${Package} ${db:Status-Status}\n' "${wanted[@]}" 2>/dev/null || true; } |
        awk -v wanted="${wanted[*]}" '$2 == "installed" { have[$1] = 1 }
            END { n = split(wanted, names, " "); for (i = 1; i <= n; i++) if (!(names[i] in have)) print names[i] }'
}

ensure_packages() {
    if [ -z "$(debian_release)" ]; then
        if [ -z "${STRANDLINE_OTHER_SYSTEM:-}" ]; then
            STRANDLINE_OTHER_SYSTEM=1
            warn "no package list for this system ($(os_field PRETTY_NAME)); going on with what is installed"
            note "the lists for Debian 12 and 13, to translate: packaging/debian-packages/"
        fi
        return 0
    fi
    local missing
    mapfile -t missing < <(missing_packages "$@")
    [ ${#missing[@]} -gt 0 ] || return 0
    say "installing ${#missing[@]} missing Debian packages: ${missing[*]}"
    local installer="$TOP/packaging/dev/install-packages.sh" log="$TOP/build/packages.log"
    mkdir -p "$TOP/build"
    local -a become=()
    if [ "$(id -u)" -ne 0 ]; then
        if have sudo && { sudo -n true 2>/dev/null || { [ -t 0 ] && [ -t 2 ]; }; }; then
            note "root is needed for that; asking sudo"
            become=(sudo)
        else
            packages_by_hand "${missing[@]}"
        fi
    fi
    note "the whole output: build/packages.log"
    if ! "${become[@]}" bash "$installer" "${missing[@]}" >"$log" 2>&1 </dev/null; then
        tail -n 15 "$log" | sed 's/^/   /' >&2
        local still
        mapfile -t still < <(missing_packages "$@")
        warn "Could not install these packages: ${still[*]}"
        note "looked in the archives that this machine's apt sources name:"
        apt-get indextargets --format '$(REPO_URI) $(RELEASE) $(COMPONENT)' 'Created-By: Packages' 2>/dev/null |
            sort -u | sed 's/^/     /' >&2
        die "nothing was built" "hint: check the network and these sources, then run the same command again"
    fi
    mapfile -t missing < <(missing_packages "$@")
    [ ${#missing[@]} -eq 0 ] || die "apt-get reported success, but these packages are still missing: ${missing[*]}" \
        "the whole output: build/packages.log"
}

packages_by_hand() {
    warn "These Debian packages are missing, and this user may not install packages: $*"
    note "as root, run exactly this, then the same ./dev command again:"
    printf '\n    bash %q %s\n\n' "$TOP/packaging/dev/install-packages.sh" "$*" >&2
    note "(it runs apt-get update and apt-get install, and sees to it that no service starts and no cluster is created)"
    exit 1
}
