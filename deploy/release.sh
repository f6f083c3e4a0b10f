#!/bin/sh
# Puts the commit that is checked out here into service, as root. The old code serves until the new
# stands ready; who asks meanwhile waits a moment. If the new code does not answer, the old comes back.
#   deploy/release.sh          build, migrate, switch
#   deploy/release.sh --back   switch to the release before
set -eu

root=/opt/careerpaths
source=$(dirname "$(dirname "$(readlink -f "$0")")")

say() { printf '== %s\n' "$*"; }

# Build the release in $1, unless it is there already.
build() {
    [ ! -e "$1/.built" ] || return 0
    say "Building $1"
    rm -rf "$1"
    mkdir -p "$1"
    git -C "$source" archive HEAD | tar -x -C "$1"
    python3 -m venv "$1/venv"
    "$1/venv/bin/pip" install --quiet --disable-pip-version-check --only-binary :all: \
        --requirement "$1/requirements.txt"
    # Nothing is written here later: the site can't write to its own code.
    "$1/venv/bin/python" -m compileall -q "$1/careerpaths" "$1/programs"
    DEBUG=false SECRET_KEY=unused ALLOWED_HOSTS=localhost DATABASE_URL=sqlite://:memory: \
        "$1/venv/bin/python" "$1/manage.py" collectstatic --noinput --verbosity 0
    touch "$1/.built"
}

# Return how often systemd started the service again because it had ended.
restarts() { systemctl show --property NRestarts --value careerpaths-web.service; }

# Let the release in $1 serve. Return whether it is ready within a minute and does not end before.
switch_to() {
    ln -sfn "$1" $root/next
    mv -T $root/next $root/current
    ln -sf $root/current/deploy/careerpaths /usr/local/bin/careerpaths
    systemctl restart careerpaths-web.service || return 1
    before=$(restarts) late=$(($(date +%s) + 60))
    until curl --silent --fail --output /dev/null --max-time 5 \
        --unix-socket /run/careerpaths.sock http://localhost/readyz; do
        [ "$(restarts)" = "$before" ] && [ "$(date +%s)" -lt "$late" ] || return 1
        sleep 1
    done
}

old=$(readlink $root/current || true)
if [ "${1:-}" = --back ]; then
    new=$(readlink $root/previous) || { echo "There is no release before this one." >&2; exit 1; }
else
    new=$root/releases/$(git -C "$source" log -1 --format=%cd-%h --date=format:%Y%m%d-%H%M%S)
    build "$new"
    say "Checking and migrating"
    "$new/deploy/careerpaths" check --deploy --fail-level WARNING
    # Migrations let the code before them go on.
    "$new/deploy/careerpaths" migrate --verbosity 0 --noinput
fi

say "Serving $new"
if ! switch_to "$new"; then
    echo "It does not answer; journalctl -u careerpaths-web says why." >&2
    if [ -n "$old" ] && [ "$old" != "$new" ]; then
        switch_to "$old" && echo "$old serves again." >&2
    fi
    exit 1
fi

# What served until now stays, for --back; older releases go.
if [ -n "$old" ] && [ "$old" != "$new" ]; then ln -sfn "$old" $root/previous; fi
find $root/releases -mindepth 1 -maxdepth 1 -type d |
    grep -vxF -e "$new" -e "$(readlink $root/previous || echo none)" | xargs -r rm -rf
