#!/bin/sh
# Sets up one Debian machine for Careerpaths and puts this checkout into service. Run it as root;
# running it again changes only what is not there yet.
set -eu

usage() {
    cat <<'TEXT'
usage: deploy/install.sh HOST TLS [--sqlite]
  HOST      the name of the site, such as careers.example.org
  TLS       a mail address for the certificate authority, or "internal" for a trial
  --sqlite  keep the data in a file instead of PostgreSQL
TEXT
    exit 2
}

[ $# -ge 2 ] || usage
host=$1 tls=$2
case ${3:-} in '') database=postgresql ;; --sqlite) database=sqlite ;; *) usage ;; esac
[ "$(id -u)" = 0 ] || { echo "Run this as root." >&2; exit 1; }
here=$(dirname "$(readlink -f "$0")")

say() { printf '== %s\n' "$*"; }

say "Packages of Debian"
set -- caddy curl git python3-venv
[ $database = sqlite ] || set -- "$@" postgresql
export DEBIAN_FRONTEND=noninteractive
apt-get update -qq
apt-get install -y -qq --no-install-recommends "$@" >/dev/null

say "The user careerpaths"
id careerpaths >/dev/null 2>&1 ||
    useradd --system --user-group --home-dir /var/lib/careerpaths --shell /usr/sbin/nologin careerpaths
install -d -m 700 -o careerpaths -g careerpaths /var/lib/careerpaths /var/cache/careerpaths

say "Settings in /etc/careerpaths"
install -d -m 755 /etc/careerpaths
settings=/etc/careerpaths/careerpaths.env
if [ ! -e $settings ]; then
    key=$(python3 -c 'import secrets; print(secrets.token_urlsafe(50))')
    url=$(sed -n 's/^DATABASE_URL=//p' "$here/careerpaths.env")
    [ $database = postgresql ] || url=sqlite:////var/lib/careerpaths/db.sqlite3
    (
        umask 077
        sed -e "s|^SECRET_KEY=.*|SECRET_KEY=$key|" -e "s|^ALLOWED_HOSTS=.*|ALLOWED_HOSTS=$host|" \
            -e "s|^DATABASE_URL=.*|DATABASE_URL=$url|" "$here/careerpaths.env" >$settings.new
    )
    mv $settings.new $settings
fi
printf 'SITE_HOST=%s\nSITE_TLS=%s\n' "$host" "$tls" >/etc/careerpaths/caddy.env

if [ $database = postgresql ]; then
    say "The database careerpaths"
    as_postgres() { (cd / && setpriv --reuid=postgres --regid=postgres --init-groups "$@"); }
    systemctl start postgresql
    found=$(as_postgres psql -Atc "SELECT count(*) FROM pg_roles WHERE rolname = 'careerpaths'")
    [ "$found" = 1 ] || as_postgres createuser careerpaths
    found=$(as_postgres psql -Atc "SELECT count(*) FROM pg_database WHERE datname = 'careerpaths'")
    [ "$found" = 1 ] || as_postgres createdb --owner careerpaths --encoding UTF8 --template template0 careerpaths
fi

say "Services"
units=/etc/systemd/system
install -d $units/careerpaths-.service.d $units/caddy.service.d
install -m 644 "$here"/systemd/careerpaths-.service.d/*.conf $units/careerpaths-.service.d
install -m 644 "$here"/systemd/*.service "$here"/systemd/*.socket "$here"/systemd/*.timer $units
install -m 644 "$here/systemd/caddy.conf" $units/caddy.service.d/careerpaths.conf
# What the machine's Caddy did before is kept beside it.
cmp -s "$here/Caddyfile" /etc/caddy/Caddyfile || cp --backup=numbered "$here/Caddyfile" /etc/caddy/Caddyfile
systemctl daemon-reload
systemctl enable --quiet --now careerpaths-web.socket
systemctl enable --quiet careerpaths-web.service

"$here/release.sh"

say "Timers and the proxy"
for timer in "$here"/systemd/*.timer; do
    systemctl enable --quiet --now "$(basename "$timer")"
done
systemctl enable --quiet caddy
systemctl restart caddy

cat <<TEXT
Careerpaths runs at https://$host. What is next:
  careerpaths loadstarter          the starter catalogue of 189 programs
  careerpaths createcurator NAME   an account for the curators' desk at https://$host/admin/
TEXT
