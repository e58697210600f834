#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# install-packages.sh PACKAGE…: the part of ./dev that needs root, as one program so that one sudo is enough.
# Installs the packages without starting services and without creating a PostgreSQL cluster; whatever it changes
# for that is put back before it ends.
set -euo pipefail

export DEBIAN_FRONTEND=noninteractive
policy=/usr/sbin/policy-rc.d
cluster_conf=/etc/postgresql-common/createcluster.conf
made_policy=""
saved_conf=""

restore() {
    [ -z "$made_policy" ] || rm -f "$policy"
    [ -z "$saved_conf" ] || { cp -p "$saved_conf" "$cluster_conf" && rm -f "$saved_conf"; }
}
trap restore EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

install() {
    # Without --no-remove a conflict could silently take something of the user's away.
    apt-get install -y --no-install-recommends --no-remove -o Acquire::Retries=3 "$@"
}

# A list may be old, but a broken third-party source is no reason to stop: the install below tells.
apt-get update -o Acquire::Retries=3 || echo "!! apt-get update had errors, trying to install nevertheless" >&2

# The administrator's own policy, if there is one, stays in charge.
if [ ! -e "$policy" ]; then
    made_policy=1
    printf '#!/bin/sh\n# Temporary, by Strandline ./dev: no service starts while test servers are installed.\nexit 101\n' >"$policy"
    chmod 755 "$policy"
fi

case " $* " in
    *" postgresql-"*)
        # The server package creates and enables a cluster unless told otherwise in this file, which the common
        # package brings; hence two steps.
        install postgresql-common
        if [ -f "$cluster_conf" ]; then
            saved_conf=$(mktemp)
            cp -p "$cluster_conf" "$saved_conf"
            printf '\ncreate_main_cluster = false\n' >>"$cluster_conf"
        fi
        ;;
esac
install "$@"

# Its package also switches the service on for the next start of the machine.
case " $* " in
    *" pgbouncer "*) systemctl disable --quiet pgbouncer.service 2>/dev/null || true ;;
esac
