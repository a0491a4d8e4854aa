# Leads the session of a run. Its standard input is a pipe from the node, on which one line comes: what the command is to
# read, once the node has written down that it runs. A watcher outside of the session notices by the end of the pipe that the
# node died, however it died, and kills all of the run. After the command's own end, what it left behind is killed as well:
# by the control group, or else by descent, since this process is the parent of all orphans below it.
#
# usage: sh -c SCRIPT switchyard run SCRIPT KILL-FILE|'' JOIN-FILES|'' COMMAND [ARGUMENT...]
#
# Names begin with sy_, since a variable that came with the command's environment would be handed on changed.

# Kills what descends from process $1 or is in its session, but for the processes $1 and $2, until nothing is left of it.
sweep() {
  sy_pass=0
  sy_again=1
  while [ "$sy_again" ] && [ "$sy_pass" -lt 500 ]; do
    sy_pass=$((sy_pass + 1))
    sy_again=
    sy_family=" $1 "
    sy_grown=1
    while [ "$sy_grown" ]; do
      sy_grown=
      for sy_stat in /proc/[0-9]*/stat; do
        # A name may be of several lines.
        sy_line=
        { while read -r sy_more; do sy_line="$sy_line$sy_more "; done <"$sy_stat"; } 2>/dev/null || continue
        # After the name, which ends with the last bracket: state, parent, group, session.
        set -- "$1" "$2" "${sy_line%% *}" ${sy_line##*) }
        [ "$3" != "$2" ] && [ "$4" != Z ] && [ "$4" != X ] || continue
        case $sy_family in *" $3 "*) continue ;; esac
        case $sy_family in *" $5 "*) ;; *) [ "$7" = "$1" ] || continue ;; esac
        sy_family="$sy_family$3 "
        sy_grown=1
      done
    done
    for sy_process in $sy_family; do
      [ "$sy_process" != "$1" ] && kill -KILL "$sy_process" 2>/dev/null && sy_again=1
    done
  done
}

if [ "$1" = watch ]; then
  trap '' HUP INT TERM
  while read -r sy_line; do :; done
  # The command may be about to join its group: until the supervisor has seen its end.
  sy_pass=0
  while [ "$3" ] && kill -0 "$2" 2>/dev/null && [ "$sy_pass" -lt 50 ]; do
    sy_pass=$((sy_pass + 1))
    echo 1 >"$3"
    sleep 0.1
  done
  # Without a group, or when the supervisor was killed before the command had joined it.
  sweep "$2" $$
  exit
fi

exec 3<&0 </dev/null 2>&1
IFS= read -r sy_input <&3 || exit 126
sy_script=$2
sy_kill=$3
sy_join=$4
shift 4
unset PWD OLDPWD SHLVL
(
  unset SWITCHYARD_RUN sy_input
  cd /
  exec setsid sh -c "$sy_script" switchyard watch $$ "$sy_kill" <&3 >/dev/null 2>&1
) &
sy_watcher=$!
exec 3<&-

# Who signals the group means the command; this process stays, to tell how it ended.
trap : HUP INT TERM

# What the shell itself says of a signal is no word of the command.
exec 4>&2 2>/dev/null
(
  exec 2>&4 4>&-
  IFS='
'
  for sy_file in $sy_join; do
    echo 0 >"$sy_file" || exit 126
  done
  IFS=' '
  # When memory runs out, the command goes before the node.
  { echo 500 >/proc/self/oom_score_adj; } 2>/dev/null
  # A .NET program ignores SIGPIPE, which a shell cannot undo; without it `yes | head` ends in error messages.
  sy_env=
  case $1 in
    -* | *=*) ;;
    *) env --default-signal=PIPE true 2>/dev/null && sy_env='env --default-signal=PIPE' ;;
  esac
  [ "$sy_input" ] || exec $sy_env "$@"
  exec $sy_env "$@" <<END
$sy_input
END
)
sy_code=$?
[ "$sy_kill" ] || sweep $$ "$sy_watcher"
kill -KILL "$sy_watcher" 2>/dev/null
wait "$sy_watcher" 2>/dev/null
exit "$sy_code"
