#!/bin/sh
# Installs Debian or Ubuntu packages, or says in one sentence what to install: apt.sh "to draw certificates" libpango-1.0-0
set -eu
purpose=$1
shift

refuse() {
    printf '%s\n' "ThinkTwice needs $* $purpose. $reason Install them and run make again." >&2
    exit 1
}

if ! command -v apt-get >/dev/null 2>&1; then
    reason="These are Debian's names; your system calls them something similar."
    refuse "$@"
fi
if [ "$(id -u)" -eq 0 ]; then
    as_root=""
elif command -v sudo >/dev/null 2>&1; then
    as_root="sudo"
else
    reason="Only root can install packages here, and there is no sudo."
    refuse "$@"
fi

printf '%s\n' "Installing $* $purpose." >&2
get() { $as_root env DEBIAN_FRONTEND=noninteractive apt-get -qq -o Dpkg::Use-Pty=0 -o DPkg::Lock::Timeout=120 "$@" >&2; }
# The package lists of a fresh machine are empty or old: ask for new ones only when the first try fails.
if ! get install -y --no-install-recommends "$@"; then
    get update || true
    reason="apt-get could not install them."
    get install -y --no-install-recommends "$@" || refuse "$@"
fi
