#!/usr/bin/env bash
# Starts a PostgreSQL of its own (Debian's package "postgresql"), three silos, and orders a job; everything ends with it.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
programs=$(find /usr/lib/postgresql -maxdepth 2 -name bin 2>/dev/null | sort -V | tail -n 1)
[ -n "$programs" ] || { echo "PostgreSQL is missing: apt-get install postgresql" >&2; exit 1; }

dotnet build -c Release -v q --nologo "$here" >&2
program=$(ls "$here"/bin/Release/net10.0/sample-farm.dll)

data=$(mktemp -d)
port=${PORT:-54329}
as=()
if [ "$(id -u)" -eq 0 ]; then # it does not run as root
    chown postgres "$data"
    as=(runuser -u postgres --)
fi
started=()
finish() {
    kill "${started[@]}" 2>/dev/null || true
    wait 2>/dev/null || true
    rm -rf "$data"
}
trap finish EXIT

cd "$data/.."
"${as[@]}" "$programs/initdb" -D "$data/db" -U farm -A trust -E UTF8 >/dev/null
"${as[@]}" "$programs/postgres" -D "$data/db" -h 127.0.0.1 -p "$port" -k "" >"$data/log" 2>&1 &
started+=($!)
until "$programs/pg_isready" -q -h 127.0.0.1 -p "$port"; do sleep 0.2; done
cd "$OLDPWD"

export QWENVL_CLUSTER="Host=127.0.0.1;Port=$port;Username=farm;Database=postgres"
for _ in 1 2 3; do
    dotnet "$program" silo &
    started+=($!)
done
sleep 5
dotnet "$program"
