# shellcheck shell=bash
# SPDX-License-Identifier: GPL-3.0-or-later
# ./dev setup --check: the claim "a bare Debian is enough", tried out.

CHECK_MOUNTS=()
CHECK_ROOT=""
CHECK_PROCESS=""
CHECK_COMMIT=none

setup_check() {
    local cache="" keep="" which=""
    while [ $# -gt 0 ]; do
        case "$1" in
            bookworm | trixie) which="$which $1" ;;
            all) which="bookworm trixie" ;;
            --cache) [ $# -ge 2 ] || usage_error "--cache needs a folder"; cache=$2; shift ;;
            --keep) keep=1 ;;
            *) usage_error "setup --check does not know \"$1\"" ;;
        esac
        shift
    done
    [ "$(id -u)" -eq 0 ] || die "setup --check needs root: it makes a Debian of its own and enters it"
    [ -n "$which" ] || which=$(debian_release)
    [ -n "$which" ] || usage_error "name a release: ./dev setup --check bookworm"
    have debootstrap || bash "$TOP/packaging/dev/install-packages.sh" debootstrap >&2 </dev/null ||
        die "Could not install debootstrap"
    git -C "$TOP" rev-parse HEAD >/dev/null || die "setup --check clones HEAD, but this is no git checkout"
    [ -z "$(git -C "$TOP" status --porcelain)" ] || warn "this checkout has changes that are not committed; the check sees HEAD only"
    if [ -n "$cache" ]; then
        mkdir -p "$cache"
        cache=$(cd "$cache" && pwd)
    fi
    at_end unmount_all
    local release failed=""
    local -a lines=()
    for release in $which; do
        local started minutes result=passed
        started=$(date +%s)
        check_release "$release" "$cache" "$keep" || { result=FAILED; failed=1; }
        minutes=$(awk -v s="$(seconds_since "$started")" 'BEGIN { printf "%.1f", s / 60 }')
        lines+=("$release: $result, $minutes minutes from nothing${cache:+ but the cache} to the last test, commit $CHECK_COMMIT")
    done
    say "setup --check"
    printf '%s\n' "${lines[@]}"
    [ -z "$failed" ] || die "a bare Debian was not enough"
}

unmount_all() {
    local i process
    if [ -n "$CHECK_PROCESS" ]; then
        kill -TERM -- "-$CHECK_PROCESS" 2>/dev/null || true
        CHECK_PROCESS=""
    fi
    # A server that was started inside and left its session still has its root there, and would keep the mounts busy.
    if [ -n "$CHECK_ROOT" ]; then
        for process in /proc/[0-9]*; do
            [ "$(readlink "$process/root" 2>/dev/null)" != "$CHECK_ROOT" ] || kill -KILL "${process##*/}" 2>/dev/null || true
        done
    fi
    for ((i = ${#CHECK_MOUNTS[@]} - 1; i >= 0; i--)); do
        umount "${CHECK_MOUNTS[i]}" 2>/dev/null || umount -l "${CHECK_MOUNTS[i]}" 2>/dev/null || true
    done
    CHECK_MOUNTS=()
}

# mount_in ROOT ARG…: the mount point is the last argument, below ROOT.
check_mount() {
    mount "$@"
    CHECK_MOUNTS+=("${!#}")
}

# A release in a folder of its own. Returns 1 when the tests fail there; dies when it could not even try.
check_release() {
    local release=$1 cache=$2 keep=$3 work root archive uri signed base status=0
    archive=$(debian_archive) || die "Could not find out where this machine gets Debian from" \
        "looked at: apt-get indextargets; hint: run apt-get update"
    uri=${archive%%$'\t'*}
    signed=${archive#*$'\t'}
    work=$(mktemp -d "${TMPDIR:-/tmp}/strandline-check.XXXXXX")
    root="$work/$release"
    CHECK_ROOT=$root
    # Never remove below a mount that could not be undone.
    at_end "remove_check_folder $(printf %q "$work")"
    base=${cache:+$cache/$release-minbase.tar}
    mkdir "$root"
    if [ -n "$base" ] && [ -f "$base" ]; then
        say "$release: unpacking $base"
        tar -xpf "$base" -C "$root" --numeric-owner
    else
        say "$release: debootstrap"
        make_minimal_debian "$release" "$uri" "$signed" "$root" >"$work/debootstrap.log" 2>&1 || {
            tail -n 15 "$work/debootstrap.log" | sed 's/^/   /' >&2
            die "Could not make a minimal Debian $release" "looked at: $uri"
        }
        if [ -n "$base" ]; then
            tar -cpf "$base.part" -C "$root" --numeric-owner .
            mv "$base.part" "$base"
        fi
    fi
    copy_apt_configuration "$release" "$root" "$uri" "$signed"
    check_mount -t proc proc "$root/proc"
    check_mount -t sysfs -o ro sysfs "$root/sys"
    # A /dev of its own would lack what the container that we may be in was given.
    check_mount --bind /dev "$root/dev"
    if [ -d /dev/shm ]; then check_mount -t tmpfs -o mode=1777 tmpfs "$root/dev/shm"; fi
    mkdir -p "$root/dev/pts"
    if [ -d /dev/pts ]; then check_mount --bind /dev/pts "$root/dev/pts"; fi
    if [ -n "$cache" ]; then
        mkdir -p "$cache/archives-$release/partial"
        check_mount --bind "$cache/archives-$release" "$root/var/cache/apt/archives"
        mkdir -p "$cache/ccache-$release" "$root/root/.cache/ccache"
        check_mount --bind "$cache/ccache-$release" "$root/root/.cache/ccache"
    fi
    # A clone, not a copy: what is not committed must not help.
    local place="/root/a checkout with spaces/strandline"
    mkdir -p "$root/root/a checkout with spaces"
    git clone -q --no-hardlinks "$TOP" "$root$place"
    CHECK_COMMIT=$(git -C "$root$place" rev-parse --short HEAD)
    say "$release: ./dev test in \"$place\""
    in_chroot "$root" "cd '$place' && ./dev test" || status=$?
    if [ "$status" -eq 0 ]; then
        say "$release: once more, nothing changed"
        local again
        again=$(date +%s)
        in_chroot "$root" "cd '$place' && ./dev build" || status=$?
        note "a build with nothing to do took $(seconds_since "$again") s"
    fi
    if [ "$status" -ne 0 ] && [ -n "$keep" ]; then
        note "kept for a look: $root"
        KEPT_FOLDER=$work
    fi
    unmount_all
    remove_check_folder "$work"
    [ "$status" -eq 0 ]
}

KEPT_FOLDER=""

remove_check_folder() {
    unmount_all
    [ "$1" != "$KEPT_FOLDER" ] || return 0
    if grep -qF " $1/" /proc/mounts; then
        warn "$1 still has mounts; not removed"
        return 0
    fi
    rm -rf --one-file-system -- "$1"
}

make_minimal_debian() {
    local release=$1 uri=$2 signed=$3 root=$4 keyring=$DEBIAN_KEYRING
    [ -r "$keyring" ] || keyring=$signed
    local -a options=(--variant=minbase)
    [ -z "$keyring" ] || options+=("--keyring=$keyring")
    debootstrap "${options[@]}" "$release" "$root" "$uri"
}

# The machine's way to Debian, and nothing else of its sources: a third party need not serve the other release.
copy_apt_configuration() {
    local release=$1 root=$2 uri=$3 signed=$4 file key=$DEBIAN_KEYRING
    rm -f "$root/etc/apt/sources.list"
    mkdir -p "$root/etc/apt/sources.list.d" "$root/etc/apt/apt.conf.d" "$root/usr/share/keyrings"
    # Proxies, certificates and retries may be set here. Hooks of the machine are left behind: they name programs
    # that the minimal system does not have.
    for file in /etc/apt/apt.conf /etc/apt/apt.conf.d/*; do
        [ -f "$file" ] || continue
        if grep -Eiq 'Invoke|Pre-Install-Pkgs' "$file"; then continue; fi
        cp "$file" "$root$file"
    done
    for file in "$signed" "$DEBIAN_KEYRING"; do
        [ -r "$file" ] || continue
        mkdir -p "$root$(dirname "$file")"
        cp "$file" "$root$file"
    done
    [ -r "$DEBIAN_KEYRING" ] || key=$signed
    {
        printf 'Types: deb\nURIs: %s\nSuites: %s %s-updates\nComponents: main\n' "$uri" "$release" "$release"
        [ -z "$key" ] || printf 'Signed-By: %s\n' "$key"
    } >"$root/etc/apt/sources.list.d/debian.sources"
    local security
    security=$(apt-get indextargets --format '$(LABEL)|$(REPO_URI)' 'Created-By: Packages' 2>/dev/null |
        sed -n 's/^Debian-Security|//p' | head -n 1)
    if [ -n "$security" ]; then
        {
            printf '\nTypes: deb\nURIs: %s\nSuites: %s-security\nComponents: main\n' "$security" "$release"
            [ -z "$key" ] || printf 'Signed-By: %s\n' "$key"
        } >>"$root/etc/apt/sources.list.d/debian.sources"
    fi
    for file in /etc/resolv.conf /etc/hosts; do
        if [ -f "$file" ]; then cp -L "$file" "$root$file"; fi
    done
    if [ -d /etc/ssl/certs ]; then
        mkdir -p "$root/etc/ssl"
        # Packages of the minimal system replace this when they bring their own.
        cp -a /etc/ssl/certs "$root/etc/ssl/" 2>/dev/null || true
    fi
}

# Only what a login would have, plus the way through a proxy.
in_chroot() {
    local root=$1 command=$2 name
    local -a environment=(HOME=/root USER=root LOGNAME=root TERM="${TERM:-dumb}"
        PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin)
    for name in http_proxy https_proxy no_proxy HTTP_PROXY HTTPS_PROXY NO_PROXY; do
        [ -z "${!name:-}" ] || environment+=("$name=${!name}")
    done
    # In the background: bash would keep a signal for itself until a command in the foreground has ended.
    setsid env -i "${environment[@]}" chroot "$root" /bin/bash -c "$command" </dev/null &
    CHECK_PROCESS=$!
    local status=0
    wait "$CHECK_PROCESS" || status=$?
    CHECK_PROCESS=""
    return "$status"
}
