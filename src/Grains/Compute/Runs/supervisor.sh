# Leads the session of a run. Its standard input is a pipe from the node, on which nothing ever comes: a watcher outside of
# the session notices by its end that the node died, however it died, and kills the whole session. After the command's own
# end, what it left behind in the session is killed as well.
#
# usage: sh -c SCRIPT switchyard run SCRIPT MEMORY-KIB|'' COMMAND [ARGUMENT...]
#
# Names begin with sy_, since a variable that came with the command's environment would be handed on changed.

# Kills the session $1 but for the process $2, until nothing is left of it.
sweep() {
  sy_pass=0
  sy_again=1
  while [ "$sy_again" ] && [ "$sy_pass" -lt 500 ]; do
    sy_pass=$((sy_pass + 1))
    sy_again=
    for sy_stat in /proc/[0-9]*/stat; do
      { read -r sy_line <"$sy_stat"; } 2>/dev/null || continue
      # After the name, which ends with the last bracket: state, parent, group, session.
      set -- "$1" "$2" "${sy_line%% *}" ${sy_line##*) }
      [ "$7" = "$1" ] && [ "$3" != "$2" ] && [ "$4" != Z ] && [ "$4" != X ] || continue
      kill -KILL "$3" 2>/dev/null && sy_again=1
    done
  done
}

if [ "$1" = watch ]; then
  trap '' HUP INT TERM
  while read -r sy_line; do :; done
  sweep "$2" 0
  exit
fi

exec 3<&0 </dev/null 2>&1
sy_script=$2
sy_memory=$3
shift 3
unset PWD OLDPWD SHLVL
(
  unset SWITCHYARD_RUN
  cd /
  exec setsid sh -c "$sy_script" switchyard watch $$ <&3 >/dev/null 2>&1
) &
sy_watcher=$!
exec 3<&-

# Who signals the group means the command; this process stays, to tell how it ended.
trap : HUP INT TERM
(
  # When memory runs out, the command goes before the node.
  { echo 500 >/proc/self/oom_score_adj; } 2>/dev/null
  # A .NET program ignores SIGPIPE, which a shell cannot undo; without it `yes | head` ends in error messages.
  sy_env=
  case $1 in
    -* | *=*) ;;
    *) env --default-signal=PIPE true 2>/dev/null && sy_env='env --default-signal=PIPE' ;;
  esac
  [ -z "$sy_memory" ] || ulimit -v "$sy_memory" || exit 126
  exec $sy_env "$@"
)
sy_code=$?
sweep $$ $$
kill -KILL "$sy_watcher" 2>/dev/null
wait "$sy_watcher" 2>/dev/null
exit "$sy_code"
