# Three PostgreSQL servers under Patroni, with etcd and haproxy, that live as long as
# this script's standard input.
#
# The environment holds the configuration that docs/operating.md shows: files_etcd,
# files_patroni and files_haproxy. The arguments are nine free ports: etcd's two,
# haproxy's, and two for each of the three machines. Addresses, paths and passwords of
# the configuration are replaced, nothing else; and there is one etcd, not three.
#
# Says `ready HOME PASSWORD` when all are started; then takes orders, each answered by
# `done`:
#   kill MACHINE      everything of it dies at once, as with a power cut
#   crash MACHINE     its PostgreSQL alone dies
#   freeze MACHINE    everything of it stands still and keeps its connections
#   thaw MACHINE      and goes on as if nothing had been
#   start MACHINE     its Patroni is started again, after `kill`
#
# When standard input closes, and it closes however the owner ends, all are killed and
# the directory is removed. Exits with 69 where a program is not installed. Runs as an
# unprivileged user, with nothing else in the environment but PATH.
set -eu

etcd_port=$1 etcd_peer=$2 proxy_port=$3
postgres_1=$4 rest_1=$5 postgres_2=$6 rest_2=$7 postgres_3=$8 rest_3=$9

for program in etcd patroni haproxy; do
    command -v "$program" >/dev/null || exit 69
done
bin=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -t/ -k5 -rn | head -1)
[ -x "$bin/postgres" ] || exit 69

home=$(mktemp -d /tmp/veche-patroni-XXXXXX)
password=$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')
mkdir "$home/sockets"

# The children of a process.
children() {
    parent=$1
    for stat in /proc/[0-9]*/stat; do
        # It may have ended meanwhile.
        line=$(cat "$stat" 2>/dev/null) || continue
        # After the name, which may hold anything: state, parent.
        set -- ${line##*) }
        if [ "${2:-}" = "$parent" ]; then echo "${line%% *}"; fi
    done
}

# The process that a file names, if it is still one of ours: numbers are given anew.
named_in() {
    process=$(head -1 "$1" 2>/dev/null) || return 0
    if tr '\0' ' ' <"/proc/$process/cmdline" 2>/dev/null | grep -q "$home/"; then echo "$process"; fi
}

# The postmaster of a machine, if it has one.
postmaster() {
    named_in "$home/$1/data/postmaster.pid"
}

# Sends a signal to everything of a machine, Patroni first: it would help.
signal() {
    all=$(named_in "$home/$2/patroni.pid")
    server=$(postmaster "$2")
    # Looked up before: orphans are no more its children.
    if [ -n "$server" ]; then all="$all $server $(children "$server")"; fi
    for process in $all; do kill "-$1" "$process" 2>/dev/null || true; done
}

finish() {
    for process in $(named_in "$home/haproxy.pid"); do kill -9 "$process" 2>/dev/null || true; done
    for machine in db1 db2 db3; do signal KILL "$machine"; done
    if [ -n "${etcd:-}" ]; then kill -9 "$etcd" 2>/dev/null || true; fi
    wait 2>/dev/null || true
    rm -rf "$home"
}
trap finish EXIT
trap 'exit 1' HUP INT TERM
# An owner who died meanwhile makes `echo` fail, which ends in `finish`; the
# signal would end the shell without it.
trap '' PIPE

# The documented file, with what differs from machine to machine filled in.
fill() {
    sed -e "s/10\.0\.0\.11:5432/127.0.0.1:$postgres_1/g" -e "s/10\.0\.0\.11:8008/127.0.0.1:$rest_1/g" \
        -e "s/10\.0\.0\.12:5432/127.0.0.1:$postgres_2/g" -e "s/10\.0\.0\.12:8008/127.0.0.1:$rest_2/g" \
        -e "s/10\.0\.0\.13:5432/127.0.0.1:$postgres_3/g" -e "s/10\.0\.0\.13:8008/127.0.0.1:$rest_3/g" \
        -e "s|10\.0\.0\.0/24|127.0.0.1/32|g" -e "s/127\.0\.0\.1:5000/127.0.0.1:$proxy_port/g" \
        -e "s|10\.0\.0\.1[1-3]:2379|127.0.0.1:$etcd_port|g" -e "s|10\.0\.0\.1[1-3]:2380|127.0.0.1:$etcd_peer|g" \
        -e "s|/var/run/postgresql|$home/sockets|g" -e "s|/usr/lib/postgresql/15/bin|$bin|g" \
        -e "s/superuser-password/$password/g" -e "s/replication-password/$password/g" \
        -
}

printf '%s' "$files_etcd" | fill | sed -e "s|^ETCD_INITIAL_CLUSTER=.*|ETCD_INITIAL_CLUSTER=db1=http://127.0.0.1:$etcd_peer|" \
    -e "s|/var/lib/etcd/veche|$home/etcd|" >"$home/etcd.env"
printf '%s' "$files_haproxy" | fill | sed -e "/server db1/s/port 8008/port $rest_1/" -e "/server db2/s/port 8008/port $rest_2/" \
    -e "/server db3/s/port 8008/port $rest_3/" >"$home/haproxy.cfg"
number=0
for machine in db1 db2 db3; do
    number=$((number + 1))
    mkdir "$home/$machine"
    eval "own_postgres=\$postgres_$number own_rest=\$rest_$number"
    # The template is db1's.
    printf '%s' "$files_patroni" | fill | sed -e "s/^name: db1/name: $machine/" -e "s|/var/lib/postgresql/|$home/$machine/|g" \
        -e "s|$home/$machine/veche|$home/$machine/data|" \
        -e "s/127\.0\.0\.1:$postgres_1/127.0.0.1:$own_postgres/" -e "s/127\.0\.0\.1:$rest_1/127.0.0.1:$own_rest/" \
        >"$home/$machine/patroni.yml"
done
unset files_etcd files_haproxy files_patroni
if grep -l '10\.0\.0\.' "$home/etcd.env" "$home/haproxy.cfg" "$home"/*/patroni.yml >&2; then
    echo "these keep an address that is not of this machine" >&2
    exit 1
fi

start() {
    patroni "$home/$1/patroni.yml" >>"$home/$1/log" 2>&1 </dev/null &
    echo $! >"$home/$1/patroni.pid"
}

(set -a && . "$home/etcd.env" && exec etcd) >"$home/etcd.log" 2>&1 </dev/null &
etcd=$!
for machine in db1 db2 db3; do start "$machine"; done
haproxy -f "$home/haproxy.cfg" -db >"$home/haproxy.log" 2>&1 </dev/null &
echo $! >"$home/haproxy.pid"
echo "ready $home $password"

while read -r order machine; do
    case $order in
    kill) signal KILL "$machine" ;;
    crash) kill -9 "$(postmaster "$machine")" ;;
    freeze) signal STOP "$machine" ;;
    thaw) signal CONT "$machine" ;;
    start) start "$machine" ;;
    *)
        echo "unknown order $order" >&2
        exit 1
        ;;
    esac
    echo "done"
done
