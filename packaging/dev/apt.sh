# shellcheck shell=bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Which archive this machine gets Debian from, asked of apt itself: it reads one-line and deb822 sources alike.

# Prints "uri<TAB>signed-by" of the source that serves the main component of this machine's own Debian
# release. Third-party sources never match: their Release file does not say Origin: Debian.
debian_archive() {
    local codename uri sourcesentry origin label release suite component
    codename=$(os_field VERSION_CODENAME)
    while IFS='|' read -r uri sourcesentry origin label release suite component; do
        [ "$component|$origin|$label" = "main|Debian|Debian" ] || continue
        [ "$release" = "$codename" ] || [ "$suite" = "$codename" ] || continue
        printf '%s\t%s\n' "$uri" "$(signed_by_of "$sourcesentry")"
        return 0
    done < <(apt-get indextargets --format \
        '$(REPO_URI)|$(SOURCESENTRY)|$(ORIGIN)|$(LABEL)|$(RELEASE)|$(CODENAME)|$(COMPONENT)' 'Created-By: Packages' 2>/dev/null)
    # Without fetched lists, as in a trimmed container, there is no Release file to ask. Then what is called like
    # Debian's archive has to do; what is fetched from it is held against Debian's own key anyway.
    uri=$(apt-get update --print-uris 2>/dev/null |
        sed -nE "s;^'([^']*/)dists/($codename|stable|oldstable)/InRelease'.*;\1;p" |
        awk '/\/debian\/$/ { print; found = 1; exit } !other { other = $0 } END { if (!found && other) print other }')
    [ -n "$uri" ] || return 1
    printf '%s\t\n' "$uri"
}

# signed_by_of FILE:N: the key file that the Nth entry names, empty if it names none or holds the key itself.
signed_by_of() {
    local file=${1%:*} number=${1##*:}
    [ -r "$file" ] || return 0
    case "$file" in
        *.sources)
            awk -v want="$number" 'BEGIN { RS = ""; FS = "\n" } NR == want {
                for (i = 1; i <= NF; i++) if (tolower($i) ~ /^signed-by:[ \t]*\//) { sub(/^[^:]*:[ \t]*/, "", $i); print $i }
            }' "$file" | head -n 1
            ;;
        *) sed -n "${number}p" "$file" | sed -n 's/^[^[]*\[[^]]*signed-by=\([^] ]*\).*/\1/Ip' ;;
    esac
}

# The keyring that Debian ships for all its releases; needed for a release other than this machine's.
DEBIAN_KEYRING=/usr/share/keyrings/debian-archive-keyring.gpg

# fetch_debian_source SUITE PACKAGE FOLDER: Debian's original tarball of PACKAGE, checked against the archive's
# signature, into FOLDER. Nothing system-wide changes: sources, lists and cache are private and temporary.
fetch_debian_source() {
    local suite=$1 package=$2 folder=$3 archive uri signed key keys log
    archive=$(debian_archive) ||
        die "Could not find out where this machine gets Debian from" \
            "looked at: apt-get indextargets, that is /etc/apt/sources.list and /etc/apt/sources.list.d/" \
            "needed: a source for the main component of Debian $(os_field VERSION_CODENAME)" \
            "hint: add one, run apt-get update, and try again"
    uri=${archive%%$'\t'*}
    signed=${archive#*$'\t'}
    mkdir -p "$folder/apt/parts" "$folder/apt/state/lists/partial" "$folder/apt/cache/archives/partial"
    log="$folder/apt/log"
    local options=(
        -o Dir::Etc::sourcelist=/dev/null -o "Dir::Etc::sourceparts=$folder/apt/parts"
        -o "Dir::State=$folder/apt/state" -o "Dir::State::Lists=$folder/apt/state/lists"
        -o "Dir::Cache=$folder/apt/cache" -o Debug::NoLocking=1 -o Acquire::Languages=none
        -o APT::Sandbox::User=root -o Acquire::Retries=3)
    keys=()
    [ -z "$signed" ] || keys+=("$signed")
    [ "$signed" = "$DEBIAN_KEYRING" ] || [ ! -r "$DEBIAN_KEYRING" ] || keys+=("$DEBIAN_KEYRING")
    [ ${#keys[@]} -gt 0 ] || keys=("")
    for key in "${keys[@]}"; do
        {
            printf 'Types: deb-src\nURIs: %s\nSuites: %s\nComponents: main\n' "$uri" "$suite"
            [ -z "$key" ] || printf 'Signed-By: %s\n' "$key"
        } >"$folder/apt/parts/strandline.sources"
        # apt-get update returns 0 for many failures, so ask whether the package is known afterwards.
        if apt-get "${options[@]}" update >"$log" 2>&1 &&
            (cd "$folder" && apt-get "${options[@]}" source --tar-only "$package") >>"$log" 2>&1; then
            return 0
        fi
    done
    sed 's/^/   apt: /' "$log" >&2
    die "Could not fetch the source of Debian's $package (release $suite)" \
        "looked at: $uri, the archive that this machine's apt sources name" \
        "hint: check the network and try again; if the signature was refused, update the package debian-archive-keyring"
}
