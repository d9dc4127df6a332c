# shellcheck shell=bash
# Sourced by the other scripts: finds Python and keeps .venv equal to a lock file. Does nothing when it already is.

ROOT="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
VENV="$ROOT/.venv"
PYTHON="$VENV/bin/python"
unset PYTHONDONTWRITEBYTECODE # compiling every module again at each start would double it

die() {
    printf '%s\n' "$*" >&2
    exit 1
}

is_usable_python() {
    "$1" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null
}

# Debian ships Python without ensurepip: such a Python is passed over when another one is complete.
find_python() {
    local name
    for name in python3 python3.14 python3.13 python3.12 python3.11 /usr/bin/python3 python; do
        if command -v "$name" >/dev/null && is_usable_python "$name"; then
            command -v "$name"
            return
        fi
    done
    die "Python 3.11 or newer, with its venv and ensurepip modules, is needed (Debian and Ubuntu: apt-get install python3-venv)."
}

# ensure_venv LOCK: installs LOCK, with its hashes, unless the copy left by the last installation says that it is there.
ensure_venv() {
    local lock="$1" stamp python
    stamp="$VENV/installed-$lock"
    if [ -x "$PYTHON" ] && cmp -s "$ROOT/$lock" "$stamp"; then
        return
    fi
    if ! [ -x "$PYTHON" ] || ! is_usable_python "$PYTHON"; then
        python="$(find_python)" || exit 1
        echo "Creating .venv with $python" >&2
        "$python" -m venv --clear "$VENV" || die "The virtual environment could not be created in $VENV."
    fi
    echo "Installing $lock" >&2
    rm -f "$stamp"
    "$PYTHON" -m pip install --quiet --disable-pip-version-check --require-hashes -r "$ROOT/$lock" \
        || die "Installing $lock failed: see the lines above. Is the network reachable?"
    [ -x "$VENV/bin/schoolapp" ] \
        || PYTHONWARNINGS=ignore "$PYTHON" -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e "$ROOT" \
        || die "Installing the schoolapp command failed: see the lines above."
    cp "$ROOT/$lock" "$stamp"
}
