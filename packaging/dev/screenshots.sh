# shellcheck shell=bash
# SPDX-License-Identifier: GPL-3.0-or-later
# ./dev screenshots: a display and window manager of our own, so that neither the developer's desktop nor another run
# on the machine gets into the picture.

# start_display WIDTHxHEIGHT: leaves the display in $DISPLAY; ends with the script. Xvfb picks a free number itself,
# which cannot race with another run as looking for one would.
start_display() {
    local size=$1 folder number waited=0
    folder=$(mktemp -d "${TMPDIR:-/tmp}/strandline-display.XXXXXX")
    at_end "rm -rf -- $(printf %q "$folder")"
    Xvfb -displayfd 3 -screen 0 "${size}x24" -nolisten tcp -noreset 3>"$folder/number" >"$folder/log" 2>&1 &
    DISPLAY_PID=$!
    at_end "end_process $DISPLAY_PID"
    while ! [ -s "$folder/number" ]; do
        if [ "$waited" -ge 100 ] || ! kill -0 "$DISPLAY_PID" 2>/dev/null; then
            sed 's/^/   /' "$folder/log" >&2
            die "Could not start Xvfb"
        fi
        sleep 0.1
        waited=$((waited + 1))
    done
    number=$(tr -dc 0-9 <"$folder/number")
    export DISPLAY=":$number"
    unset WAYLAND_DISPLAY XAUTHORITY
    openbox --sm-disable >"$folder/openbox" 2>&1 &
    WINDOW_MANAGER_PID=$!
    at_end "end_process $WINDOW_MANAGER_PID"
    waited=0
    # Until it says so a window would be placed, and drawn, without it.
    while ! xprop -root _NET_SUPPORTING_WM_CHECK 2>/dev/null | grep -q 'window id'; do
        if [ "$waited" -ge 100 ] || ! kill -0 "$WINDOW_MANAGER_PID" 2>/dev/null; then
            die "Could not start openbox on display $DISPLAY"
        fi
        sleep 0.1
        waited=$((waited + 1))
    done
}

stop_display() {
    end_process "$WINDOW_MANAGER_PID"
    end_process "$DISPLAY_PID"
}

end_process() {
    kill "$1" 2>/dev/null || return 0
    wait "$1" 2>/dev/null || true
}

verb_screenshots() {
    local folder=${1:-$TOP/docs/screenshots} size theme walk status=0
    ready dev test screenshots
    build_preset dev
    walk="$TOP/build/dev/tests/bin/strandline_walkthrough"
    [ -x "$walk" ] || die "The walk-through was not built" "looked for build/dev/tests/bin/strandline_walkthrough"
    mkdir -p "$folder"
    folder=$(cd "$folder" && pwd)
    for size in 1280x800 1024x640; do
        for theme in light dark; do
            say "walking through the window: $size, $theme"
            # Larger than the window, so that its frame does not push it to another size.
            start_display 1600x1000
            # The developer's own settings would show in the picture, and the walk would change them.
            local home
            home=$(mktemp -d "${TMPDIR:-/tmp}/strandline-home.XXXXXX")
            at_end "rm -rf -- $(printf %q "$home")"
            env -u DBUS_SESSION_BUS_ADDRESS HOME="$home" XDG_CONFIG_HOME="$home/config" XDG_DATA_HOME="$home/data" \
                XDG_STATE_HOME="$home/state" XDG_CACHE_HOME="$home/cache" QT_QPA_PLATFORM=xcb QT_SCALE_FACTOR=1 \
                timeout 300 "$walk" --out "$folder" --size "$size" --theme "$theme" || status=1
            stop_display
        done
    done
    [ "$status" -eq 0 ] || die "the walk-through failed"
    say "pictures are in $folder"
}
