# A throwaway PostgreSQL cluster that lives as long as its standard input.
#
# Says `ready URL` once it accepts connections; `crash` on a line of standard
# input stops it at once and starts it again, answered by another `ready URL`.
# When standard input closes, and it closes however the owner ends, the
# server is stopped and its directory removed.
#
# Exits with 69 where no server is installed. Runs as an unprivileged user,
# because PostgreSQL refuses root, with nothing in the environment but PATH.
set -eu

bin=
IFS=:
for folder in $PATH; do
    if [ -x "$folder/initdb" ] && [ -x "$folder/pg_ctl" ] && [ -x "$folder/postgres" ]; then
        bin=$folder
        break
    fi
done
unset IFS
if [ -z "$bin" ]; then
    # Debian keeps servers off the PATH, a folder for each major version.
    newest=$(ls /usr/lib/postgresql 2>/dev/null | sort -rn | while read -r version; do
        if [ -x "/usr/lib/postgresql/$version/bin/postgres" ]; then echo "$version"; break; fi
    done)
    if [ -z "$newest" ]; then
        exit 69
    fi
    bin=/usr/lib/postgresql/$newest/bin
fi

home=$(mktemp -d /tmp/veche-postgres-XXXXXX)
finish() {
    "$bin/pg_ctl" stop --pgdata "$home/data" --mode immediate --silent >"$home/stop" 2>&1 || true
    rm -rf "$home"
}
trap finish EXIT
# An owner who died meanwhile makes `echo` fail, which ends in `finish`; the
# signal would end the shell without it.
trap '' PIPE

password=$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')
(umask 077 && echo "$password" >"$home/password")
# --no-sync is about initdb's own files; the server itself runs with fsync on.
"$bin/initdb" --pgdata "$home/data" --username postgres --pwfile "$home/password" --auth scram-sha-256 \
    --encoding UTF8 --no-locale --no-sync >"$home/initdb" 2>&1 || { cat "$home/initdb" >&2; exit 1; }

cat >>"$home/data/postgresql.conf" <<SETTINGS
listen_addresses = '127.0.0.1'
unix_socket_directories = '$home'
max_connections = 200
fsync = on
synchronous_commit = on
full_page_writes = on
log_timezone = 'UTC'
timezone = 'UTC'
SETTINGS

start() {
    "$bin/pg_ctl" start --pgdata "$home/data" --options "-p $port" --log "$home/log" --wait --timeout 120 --silent \
        >"$home/start" 2>&1 </dev/null
}

# Binding is the only test of a free port that nobody can outrun. These are
# below the range from which the kernel takes ports of outgoing connections.
attempt=0
port=$((20000 + $$ * 31 % 12000))
until start; do
    attempt=$((attempt + 1))
    if [ "$attempt" -eq 20 ]; then
        cat "$home/start" "$home/log" >&2
        exit 1
    fi
    port=$((20000 + (port - 20000 + 97) % 12000))
done

url="postgres://postgres:$password@127.0.0.1:$port/postgres?sslmode=disable"
echo "ready $url"

while read -r order; do
    case $order in
    crash)
        "$bin/pg_ctl" stop --pgdata "$home/data" --mode immediate --wait --silent >"$home/stop" 2>&1
        start || { cat "$home/log" >&2; exit 1; }
        echo "ready $url"
        ;;
    *)
        echo "unknown order $order" >&2
        exit 1
        ;;
    esac
done
