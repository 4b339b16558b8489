#!/bin/sh
# Installs the system packages that are missing: "system.sh run" for the site, "system.sh test" for its tests.
set -eu
here=$(dirname "$0")

has_libraries() { python3 -c 'import ctypes, sys; [ctypes.CDLL(name) for name in sys.argv[1:]]' "$@" 2>/dev/null; }
has_time_zones() { python3 -c 'import zoneinfo; zoneinfo.ZoneInfo("Asia/Kuala_Lumpur")' 2>/dev/null; }

# Only a browser that starts counts.
has_chromium() {
    for name in "${CHROMIUM:-chromium}" chromium chromium-browser google-chrome; do
        if "$name" --version >/dev/null 2>&1; then
            return 0
        fi
    done
    ls "${PLAYWRIGHT_BROWSERS_PATH:-$HOME/.cache/ms-playwright}"/chromium-*/chrome-linux*/chrome >/dev/null 2>&1
}

# Ubuntu's package is an empty shell that asks for a snap, which needs systemd: Playwright's own Chromium first.
get_chromium() {
    if ! grep -qs '^ID=ubuntu' /etc/os-release; then
        "$here/apt.sh" "for the browser tests" chromium
    elif ! .venv/bin/playwright install --with-deps chromium >&2 && [ -d /run/systemd/system ]; then
        "$here/apt.sh" "for the browser tests" chromium-browser
    fi
}

for_run() {
    if ! has_libraries libpango-1.0.so.0 libpangoft2-1.0.so.0 libharfbuzz-subset.so.0; then
        "$here/apt.sh" "to draw certificates" libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0
    fi
    if ! has_time_zones; then
        "$here/apt.sh" "to know the time in Malaysia" tzdata
    fi
}

for_test() {
    if ! command -v pdftotext >/dev/null 2>&1; then
        "$here/apt.sh" "to read certificates in tests" poppler-utils
    fi
    # Its redis-check-rdb is the server itself under another name, and no daemon is started.
    if ! command -v redis-server >/dev/null 2>&1 && ! command -v redis-check-rdb >/dev/null 2>&1; then
        "$here/apt.sh" "to put jobs into Redis in tests" redis-tools
    fi
    if ! has_libraries libatomic.so.1; then
        "$here/apt.sh" "to drive Chromium" libatomic1
    fi
    if ! has_chromium; then
        get_chromium
    fi
    if ! has_chromium; then
        echo "The browser tests need Chromium, and none could be installed that starts." \
            "Install one, name its program in CHROMIUM, and run make again." >&2
        exit 1
    fi
}

case $1 in
    run) for_run ;;
    test) for_run && for_test ;;
esac
