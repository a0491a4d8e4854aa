#!/usr/bin/env bash
# Tasks with curl and jq: submit some, or let any command work on them.
#
# usage: worker.sh submit QUEUE [PAYLOAD]    submits a task with this JSON (null) and prints its id
#        worker.sh wait ID                   waits for a task's end and prints it
#        worker.sh work QUEUE COMMAND...     runs the command for each task: the payload is its input, its output is the result
#
# The address is in SWITCHYARD_URL, the API key in SWITCHYARD_API_KEY, the seconds of a lease in SWITCHYARD_LEASE (60).
set -euo pipefail

url=${SWITCHYARD_URL:-http://127.0.0.1:5000}
lease=${SWITCHYARD_LEASE:-60}

# In a file that only curl sees, not among its arguments, which all users of a machine can read.
credentials() { [ -z "${SWITCHYARD_API_KEY:-}" ] || printf 'Authorization: Bearer %s\n' "$SWITCHYARD_API_KEY"; }

# A request to a route; what is said comes from standard input. Tried again while the node is away.
call() {
  local route=$1
  shift
  curl -sS --fail-with-body --retry 5 --retry-connrefused --max-time 60 -H @<(credentials) -H 'Content-Type: application/json' "$@" "${url%/}/api/v1/$route"
}

post() { call "$@" --data-binary @-; }

submit() {
  # Under a key of its own: sent twice because an answer was lost, it is one task.
  jq -n --arg queue "$1" --argjson payload "${2:-null}" '{$queue, $payload}' |
    post tasks -H "Idempotency-Key: $(date +%s%N)-$$-$RANDOM" | jq -r .id
}

await() {
  local task
  while task=$(call "tasks/$1?wait=20"); do
    case $(jq -r .status <<<"$task") in queued | running) ;; *) printf '%s\n' "$task"; return ;; esac
  done
  return 1
}

# Keeps a lease until this is ended; ends the command when the task is no longer ours.
keep() {
  local item=$1 command=$2 outcome
  while sleep $((lease < 6 ? 1 : lease / 3)); do
    outcome=$(jq -n --argjson item "$item" '{items: [$item]}' | post tasks/renew | jq -r '.items[0].outcome') || continue
    [ "$outcome" = ok ] || { kill "$command" 2>/dev/null || true; return; }
  done
}

# How an attempt ended: a route, and what is said besides the lease.
report() {
  local held=$item
  item=
  jq -n --argjson item "$held" --argjson more "$2" '{items: [$item + $more]}' | post "tasks/$1" | jq -r --arg act "$1" '.items[0] | "\(.id) \($act): \(.outcome)"'
}

stop() {
  trap '' TERM INT
  # The work on a task is broken off, and the task goes back to its queue at once.
  [ -z "$(jobs -p)" ] || kill $(jobs -p) 2>/dev/null || true
  [ -z "$item" ] || report fail '{"error": "The worker was stopped.", "retryAfter": 0}'
  rm -rf "$directory"
  exit 0
}

work() {
  local queue=$1 claim task code keeper
  shift
  [ $# -gt 0 ] || { echo 'usage: worker.sh work QUEUE COMMAND...' >&2; exit 2; }
  directory=$(mktemp -d)
  item=
  trap stop TERM INT
  claim=$(jq -n --arg worker "$(hostname) $$" --arg queue "$queue" --argjson lease "$lease" '{$worker, queues: [$queue], $lease}')
  while :; do
    # In the background, since a signal waits for what runs in the foreground.
    post tasks/claim -H 'Prefer: wait=20' <<<"$claim" >"$directory/claim" &
    wait $! || { sleep 2 & wait $!; continue; }
    task=$(jq -c '.items[0] // empty' "$directory/claim")
    if [ -z "$task" ]; then
      # An answer that did not wait, since the queue is paused.
      jq -e '.paused == []' "$directory/claim" >/dev/null || { sleep 2 & wait $!; }
      continue
    fi
    item=$(jq -c '{id, leaseNumber}' <<<"$task")
    jq -c .payload <<<"$task" >"$directory/in"
    "$@" <"$directory/in" >"$directory/out" 2>"$directory/err" &
    code=$!
    keep "$item" "$code" >/dev/null 2>&1 &
    keeper=$!
    if wait "$code"; then code=0; else code=$?; fi
    kill "$keeper" 2>/dev/null || true
    if [ "$code" = 0 ]; then
      # Output that is JSON is the result as it is; any other is a text.
      report complete "$(jq -cs '{result: (if length == 1 then .[0] else . end)}' "$directory/out" 2>/dev/null || jq -Rcs '{result: rtrimstr("\n")}' "$directory/out")"
    else
      report fail "$(tail -c 2000 "$directory/err" | jq -Rcs --arg code "$code" '{error: "The command ended with \($code). \(.)"}')"
    fi || echo "The end of a task could not be told; it comes again when its lease has run out." >&2
  done
}

case ${1:-} in
  submit) submit "${2:?the queue is missing}" "${3:-null}" ;;
  wait) await "${2:?the id is missing}" ;;
  work) shift; work "$@" ;;
  *) sed -n '2,/^set/{/^set/d;s/^# \{0,1\}//;p}' "$0" >&2; exit 2 ;;
esac
