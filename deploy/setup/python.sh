#!/bin/sh
# Makes .venv when there is none and installs a lock file into it: "python.sh requirements.lock".
set -eu
cd "$(dirname "$0")/../.."
here=deploy/setup
lock=$1

say() { printf '%s\n' "$*" >&2; }

find_python() {
    for candidate in python3 python3.14 python3.13 python3.12 python3.11; do
        if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            command -v "$candidate"
            return
        fi
    done
    say "ThinkTwice needs Python 3.11 or newer, and this machine has none. Install it and run make again."
    exit 1
}

# Debian and Ubuntu leave ensurepip out of python3, and often pip too; then apt brings python3-venv.
make_environment() {
    if "$python" -c 'import ensurepip, venv' 2>/dev/null; then
        "$python" -m venv .venv
    elif "$python" -m pip --version >/dev/null 2>&1; then
        "$python" -m venv --without-pip .venv
    else
        "$here/apt.sh" "to make a virtual environment" python3-venv
        "$python" -m venv .venv
    fi
}

# The pip of .venv, or the machine's pip working on .venv.
pip() {
    if .venv/bin/python -c 'import pip' 2>/dev/null; then
        .venv/bin/python -m pip --disable-pip-version-check "$@"
    else
        "$python" -m pip --disable-pip-version-check --python .venv/bin/python "$@"
    fi
}

find_uv() {
    if [ -x .venv/bin/uv ]; then
        echo .venv/bin/uv
    elif command -v uv >/dev/null 2>&1; then
        command -v uv
    elif pip install --quiet --only-binary :all: --require-hashes -r "$here/installer.lock" >&2; then
        echo .venv/bin/uv
    fi
}

# uv does not read pip's configuration: a mirror that is named there counts for both.
follow_pip_mirror() {
    mirror=${PIP_INDEX_URL:-$(pip config get global.index-url 2>/dev/null || true)}
    if [ -n "$mirror" ] && [ -z "${UV_DEFAULT_INDEX:-}${UV_INDEX_URL:-}" ]; then
        export UV_DEFAULT_INDEX="$mirror"
    fi
}

install_lock() {
    uv=$(find_uv)
    follow_pip_mirror
    if [ -n "$uv" ] && "$uv" pip install --python .venv/bin/python --require-hashes -r "$lock"; then
        return
    fi
    say "Installing with pip instead."
    pip install --require-hashes -r "$lock"
}

python=$(find_python)
if ! .venv/bin/python -c '' 2>/dev/null; then
    say "Making a virtual environment in .venv with $("$python" --version)."
    rm -rf .venv
    make_environment
fi
say "Installing $lock."
install_lock
