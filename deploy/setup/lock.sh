#!/bin/sh
# Writes the lock files from pyproject.toml: every version pinned, every file hashed, no registry named.
# Versions stay as they are where they still fit; "lock.sh --upgrade" takes the newest.
set -eu
cd "$(dirname "$0")/../.."
if [ -x .venv/bin/uv ]; then uv=.venv/bin/uv; else uv=uv; fi

# --universal keeps the markers, so that one file serves every Python and machine we support.
resolve() {
    "$uv" pip compile --quiet --universal --python-version 3.11 \
        --generate-hashes --no-header --no-emit-index-url --no-emit-find-links "$@"
}

resolve pyproject.toml --output-file requirements.lock "$@"
# The developer's file holds the site's very versions and adds the tools.
resolve pyproject.toml --group dev --constraints requirements.lock --output-file requirements-dev.lock "$@"
resolve --group server --constraints requirements.lock --output-file deploy/gunicorn.lock "$@"
resolve --group setup --output-file deploy/setup/installer.lock "$@"
