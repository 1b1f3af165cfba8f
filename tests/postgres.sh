#!/usr/bin/env bash
# Runs a command with a PostgreSQL server of its own: tests/postgres.sh COMMAND...
#
# The server listens on 127.0.0.1 only, keeps its files in a temporary folder, and goes away with the command.
# The command finds it in TRIBUNE_TEST_POSTGRES. When that names a server already, it is used as it is.
set -euo pipefail

fail() {
    echo "tests/postgres.sh: $*" >&2
    exit 1
}

[ $# -gt 0 ] || fail "which command?"
[ -z "${TRIBUNE_TEST_POSTGRES:-}" ] || exec "$@"

# The newest of Debian's folders, else the folder of the PATH.
programs=$({ find /usr/lib/postgresql -maxdepth 2 -name bin 2>/dev/null || true; } | sort -V | tail -n 1)
[ -n "$programs" ] || programs=$(dirname "$(command -v initdb || echo /nowhere/initdb)")
[ -x "$programs/initdb" ] || fail "PostgreSQL is not installed: make setup"
version=$("$programs/postgres" --version | grep -oE '[0-9]+' | head -n 1)
[ "$version" -ge 15 ] || fail "PostgreSQL $version is too old: 15 or newer is needed"

# PostgreSQL refuses to run as root.
folder=$(mktemp -d "${TMPDIR:-/tmp}/tribune-postgres-XXXXXX")
as_owner=()
if [ "$(id -u)" -eq 0 ]; then
    owner=postgres
    id "$owner" >/dev/null 2>&1 || owner=nobody
    chown "$owner" "$folder"
    as_owner=(runuser -u "$owner" --)
fi
owner_runs() (cd "$folder" && "${as_owner[@]}" "$programs/$@")

finish() {
    status=$?
    trap '' INT TERM HUP
    owner_runs pg_ctl stop --pgdata="$folder/data" --mode=immediate --silent >/dev/null 2>&1 || true
    rm -rf "$folder"
    exit "$status"
}
trap finish EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

# In the locale C, PostgreSQL helps no more than SQLite does.
owner_runs initdb --pgdata=data --username=tribune --auth=trust --encoding=UTF8 --locale=C --no-sync \
    >"$folder/initdb.log" 2>&1 || { cat "$folder/initdb.log" >&2; fail "initdb failed"; }

# Settings for speed; nothing in it need survive.
settings="-c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c max_connections=400"
settings+=" -c fsync=off -c synchronous_commit=off -c full_page_writes=off"

# Another program may take a free port before the server does: then the next one is tried.
port=
for _ in $(seq 20); do
    candidate=$((20000 + RANDOM % 10000))
    (: <"/dev/tcp/127.0.0.1/$candidate") 2>/dev/null && continue
    if owner_runs pg_ctl start --pgdata="$folder/data" --log="$folder/data/server.log" --silent --wait \
            --options="$settings -c port=$candidate" >/dev/null 2>&1; then
        port=$candidate
        break
    fi
done
[ -n "$port" ] || { cat "$folder/data/server.log" >&2; fail "PostgreSQL did not start"; }

export TRIBUNE_TEST_POSTGRES="postgres://tribune@127.0.0.1:$port"
"$@"
