#!/usr/bin/env bash
# A cluster on this machine: nodes of this build on PostgreSQL, and one front end alone before them. `./dev cluster` starts it.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

count=${1:-3}
[ $# -eq 0 ] || shift
tls=
settings=()
for word in "$@"; do if [ "$word" = --tls ]; then tls=1; else settings+=("$word"); fi; done
data=$PWD/data/cluster
database_port=5440
binaries=

# By index: 0 is the front end, 1 and up are the nodes. How often each had said that it is ready when it was started last.
pids=() said=() waiting=()

say() { printf '%s\n' "$*"; }
fail() { printf '%s\n' "$*" >&2; exit 1; }

name() { if [ "$1" = 0 ]; then echo front; else echo "node$1"; fi; }
url() { echo "http://127.0.0.1:$((5000 + $1))"; }
log() { echo "$data/logs/$(name "$1").log"; }
readies() { grep -c 'Switchyard is ready at' "$(log "$1")" || true; }

need_free() {
  ! (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null ||
    fail "Port $1 is in use, and $2 needs it: end what listens there (an earlier cluster, or a node of ./dev run)."
}

# PostgreSQL refuses to run as root.
as_postgres() { if [ "$(id -u)" = 0 ]; then (cd / && exec runuser -u postgres -- "$@"); else "$@"; fi; }
control() { as_postgres "$binaries/pg_ctl" -D "$data/postgres" "$@" >/dev/null; }

# Durable as by default: fsync and synchronous_commit stay on. A node holds 31 connections at most.
start_database() {
  local initdb options
  initdb=$(compgen -G '/usr/lib/postgresql/*/bin/initdb' | sort -V | tail -n 1)
  initdb=${initdb:-$(command -v initdb || true)}
  [ -n "$initdb" ] ||
    fail "PostgreSQL is missing: install it (Debian: apt-get install postgresql), or name a database in ConnectionStrings__Switchyard."
  binaries=$(dirname "$initdb")
  # A node that was run on ./data closed it to others. They may pass, and see nothing.
  as_postgres test -x "$data" || chmod go+x "$PWD/data"
  if [ ! -f "$data/postgres/PG_VERSION" ]; then
    mkdir -p "$data/postgres"
    [ "$(id -u)" != 0 ] || chown postgres "$data/postgres"
    as_postgres "$initdb" -D "$data/postgres" -U switchyard -A trust -E UTF8 --locale=C >"$data/logs/initdb.log" 2>&1 ||
      fail "PostgreSQL could not make its files in $data/postgres: $(tail -n 1 "$data/logs/initdb.log")"
  fi
  if ! control status; then
    need_free $database_port PostgreSQL
    options="-p $database_port -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c max_connections=320"
    control -w -t 60 -l "$data/postgres/server.log" -o "$options" start ||
      fail "PostgreSQL does not start: $data/postgres/server.log says why."
  fi
  local server=(-h 127.0.0.1 -p "$database_port" -U switchyard)
  "$binaries/psql" "${server[@]}" -d postgres -tAc "select 1 from pg_database where datname = 'switchyard'" | grep -q 1 ||
    "$binaries/createdb" "${server[@]}" switchyard
  export ConnectionStrings__Switchyard="Host=127.0.0.1;Port=$database_port;Username=switchyard;Database=switchyard"
}

# An authority of the cluster's own, and a certificate of it for each process: whoever has one is in.
make_certificates() {
  command -v openssl >/dev/null || fail "--tls needs openssl to make certificates (Debian: apt-get install openssl)."
  local i who new=(-newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 365)
  cd "$data/tls"
  if ! openssl x509 -in authority.pem -noout -checkend 2592000 >/dev/null 2>&1; then
    rm -f ./*.pem
    openssl req -x509 "${new[@]}" -keyout authority-key.pem -out authority.pem -subj "/CN=Switchyard cluster"
  fi
  for ((i = 0; i <= count; i++)); do
    who=$(name "$i")
    [ ! -f "$who.pem" ] || continue
    openssl req -x509 "${new[@]}" -CA authority.pem -CAkey authority-key.pem -keyout "$who-key.pem" -out "$who.pem" -subj "/CN=$who" \
      -addext basicConstraints=critical,CA:FALSE -addext extendedKeyUsage=serverAuth,clientAuth
  done
}

start() {
  local i=$1 program
  if [ "$i" = 0 ]; then
    program=(src/Api/bin/Release/net10.0/Switchyard.Api.dll)
  else
    program=(
      src/Silo/bin/Release/net10.0/Switchyard.Silo.dll "--Cluster:NodeName=$(name "$i")" --Storage:Provider=Postgres
      "--Storage:DataDirectory=$data/$(name "$i")" "--Cluster:SiloPort=$((11110 + i))" "--Cluster:GatewayPort=$((29999 + i))"
      --Cluster:ListenAddress=127.0.0.1
      "--Tables:InputDirectory=$PWD/samples/tables/data")
  fi
  [ -z "$tls" ] || program+=(
    "--Cluster:Tls:CertificateFile=$data/tls/$(name "$i").pem" "--Cluster:Tls:KeyFile=$data/tls/$(name "$i")-key.pem"
    "--Cluster:Tls:TrustedFile=$data/tls/authority.pem")
  said[i]=$(readies "$i")
  waiting[i]=1
  # In a process group of its own: Ctrl-C is for this script, which then ends the nodes before the front end.
  set -m
  dotnet exec "${program[@]}" "--Urls=$(url "$i")" ${settings[@]+"${settings[@]}"} >>"$(log "$i")" 2>&1 </dev/null &
  pids[i]=$!
  set +m
}

# Looks at all of them: says who became ready, and starts again who ended.
look() {
  local i code
  for i in "${!pids[@]}"; do
    if ! kill -0 "${pids[i]}" 2>/dev/null; then
      code=0
      wait "${pids[i]}" 2>/dev/null || code=$?
      # What ends before it was ever ready would only do so again.
      if [ "${said[i]}" = 0 ] && [ "$(readies "$i")" = 0 ]; then
        say "$(name "$i") does not start: $(tail -n 1 "$(log "$i")")"
        stop 1
      fi
      start "$i"
      say "$(date +%T) $(name "$i") ended ($code) and is started again, pid ${pids[i]}"
    elif [ -n "${waiting[i]}" ] && [ "$(readies "$i")" -gt "${said[i]}" ]; then
      waiting[i]=
      say "$(date +%T) $(name "$i") is ready at $(url "$i"), pid ${pids[i]}"
    fi
  done
}

stop() {
  trap '' INT TERM
  say "Ending: nodes finish what they have begun, which takes 30 s at most."
  local i
  for i in "${!pids[@]}"; do [ "$i" = 0 ] || kill -TERM "${pids[i]}" 2>/dev/null || true; done
  for i in "${!pids[@]}"; do [ "$i" = 0 ] || wait "${pids[i]}" 2>/dev/null || true; done
  kill -TERM "${pids[0]}" 2>/dev/null || true
  wait "${pids[0]}" 2>/dev/null || true
  [ -z "$binaries" ] || control -m fast -w stop || true
  say "Ended. The database keeps what the cluster knows, and the next ./dev cluster goes on."
  exit "${1:-0}"
}

[[ $count =~ ^[1-9]$ ]] || fail "usage: ./dev cluster [1..9] [--tls] [setting...], and '$count' is not a number of nodes."
for ((i = 0; i <= count; i++)); do
  need_free $((5000 + i)) "$(name "$i")"
  [ "$i" = 0 ] || { need_free $((11110 + i)) "the silo of $(name "$i")"; need_free $((29999 + i)) "the gateway of $(name "$i")"; }
done
mkdir -p "$data/logs"
for ((i = 0; i <= count; i++)); do : >"$(log "$i")"; done
[ -n "${ConnectionStrings__Switchyard:-}" ] || start_database
if [ -n "$tls" ]; then
  mkdir -p "$data/tls"
  (umask 077 && make_certificates) >"$data/logs/tls.log" 2>&1 || fail "The certificates could not be made: $(tail -n 1 "$data/logs/tls.log")"
fi

trap 'stop 0' INT TERM
# The shell's own remarks on children that were killed.
exec 2>"$data/logs/run.log"
for ((i = 0; i <= count; i++)); do start "$i"; done
say "$count nodes and a front end start${tls:+, with TLS between them}. Their logs are in $data/logs; Ctrl-C ends all of them."
while [[ ${waiting[*]} == *1* ]]; do sleep 1; look; done
cat <<TEXT

The cluster is ready. The front end and the console: $(url 0)   The nodes: $(url 1) and up
See it survive a dead node, in another terminal: kill -9 ${pids[1]}
TEXT
while true; do sleep 1; look; done
