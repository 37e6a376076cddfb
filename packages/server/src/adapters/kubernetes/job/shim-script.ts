/**
 * What runs as the one process of the user's container: takes commands from the agent by files of a folder that
 * both see, since the agent may not enter the container. Needs nothing of the image but a POSIX `sh`, and `sleep`
 * in order not to be busy while it waits.
 *
 * The folder, by the number of a command, from 1 on:
 *
 *   N.cmd       from the agent, moved here when it is whole: a script for sh
 *   N.started   from here, before it begins: what has this mark is never begun again
 *   N.out N.err what it prints
 *   N.exit      its exit code and a line end; 128 and the number of the signal where it was killed
 *   N.cancel    from the agent: end it by TERM, and by KILL when the seconds in this file have passed
 *   stop        from the agent: the exit code that the container is to end with
 *   beat        from the agent, with another content every few seconds
 *   shim        from here: it is there
 *   pulse       from here, with another content every few seconds, whether or not a command runs
 *   terminating from here: somebody outside is ending the container
 *
 * Process 1 gets no TERM that it does not ask for, and nobody passes it on: so it is trapped here and passed to
 * whatever runs, and the container ends with 143. What a command has left running ends with it, before its exit
 * code is told: by TERM, and two seconds later by KILL. What is printed goes to the agent alone, which masks secrets;
 * only when its beat has stood still does it go to the container's own log.
 *
 * Arguments: the folder, and for how many quarters of a second the beat may stand still.
 */
export const SHIM_SCRIPT = String.raw`
dir=$1
silence=$2
child=
terminating=
beats=0

pause() { sleep "$1" 2>/dev/null || sleep 1; }

# In a container this is process 1 and everything else is the command's; elsewhere -1 would be everybody's.
send() {
  if [ "$$" -eq 1 ]; then kill -s "$1" -- -1
  elif [ -n "$child" ]; then kill -s "$1" "$child"
  fi 2>/dev/null
}

# A child that was only just made still has this shell's traps, in which a signal would be lost.
terminate() {
  terminating=yes
  : > "$dir/terminating"
  pause 0.1
  send TERM
}
trap terminate TERM INT HUP

# A line that has its end is whole, also where there is no mv.
publish() {
  printf '%s\n' "$2" > "$dir/$1.part"
  mv -f "$dir/$1.part" "$dir/$1" 2>/dev/null || printf '%s\n' "$2" > "$dir/$1"
}

pulse() {
  beats=$((beats + 1))
  [ $((beats % 4)) -ne 0 ] || printf '%s %s\n' "$1" "$beats" > "$dir/pulse"
} 2>/dev/null

mirror() {
  command -v tail > /dev/null || return
  printf 'gauntlet: the agent is silent; what command %s prints follows here\n' "$1" >&2
  tail -c 1048576 -f "$dir/$1.out" &
  out=$!
  tail -c 1048576 -f "$dir/$1.err" >&2 &
  publish "$1.mirror" "$out $!"
}

watch_over() {
  beat= still=0
  pause 0.1
  until [ -e "$dir/$1.cancel" ]; do
    kill -0 "$$" 2>/dev/null || exit
    pulse "$1"
    now=
    read -r now 2>/dev/null < "$dir/beat"
    if [ "$now" = "$beat" ]; then still=$((still + 1)); else still=0 beat=$now; fi
    if [ "$still" -eq "$silence" ]; then mirror "$1"; fi
    pause 0.25
  done
  grace=
  read -r grace < "$dir/$1.cancel"
  send TERM
  pause "$grace"
  send KILL
}

end_mirror() {
  read -r mirrors < "$dir/$1.mirror"
  pause 1.2
  kill $mirrors
} 2>/dev/null

# Without two dashes: busybox takes those for a process that is not there, and says so in its answer.
sweep() {
  [ "$$" -eq 1 ] || return 0
  left=40
  while kill -0 -1 2>/dev/null; do
    if [ "$left" -eq 40 ]; then send TERM; fi
    if [ "$left" -le 0 ]; then send KILL; fi
    [ "$left" -gt -40 ] || return 0
    left=$((left - 1))
    pause 0.05
  done
}

# A signal ends the waiting, not the child.
await() {
  while :; do
    wait "$1"
    waited=$?
    if [ "$waited" -gt 128 ] && kill -0 "$1" 2>/dev/null; then continue; fi
    return "$waited"
  done
}

run() {
  if ! (set -C && : > "$dir/$1.started") 2>/dev/null; then
    [ -e "$dir/$1.exit" ] || publish "$1.exit" 255
    return
  fi
  : >> "$dir/$1.out"
  : >> "$dir/$1.err"
  sh "$dir/$1.cmd" < /dev/null >> "$dir/$1.out" 2>> "$dir/$1.err" &
  child=$!
  watch_over "$1" &
  watcher=$!
  if [ -n "$terminating" ]; then pause 0.1; send TERM; fi
  await "$child"
  code=$?
  child=
  # By KILL, which cannot be lost; it must be gone before the next command is there to be ended.
  kill -s KILL "$watcher" 2>/dev/null
  await "$watcher" 2>/dev/null
  [ ! -e "$dir/$1.mirror" ] || end_mirror "$1"
  sweep
  publish "$1.exit" "$code"
}

printf '%s\n' "$$" > "$dir/shim"
n=1 idle=0
while [ -z "$terminating" ]; do
  if [ -e "$dir/stop" ]; then
    read -r code < "$dir/stop"
    [ -n "$code" ] || code=1
    exit "$code"
  fi
  pulse "$n"
  if [ -e "$dir/$n.cmd" ]; then
    run "$n"
    n=$((n + 1)) idle=0
  elif [ "$idle" -lt 200 ]; then
    idle=$((idle + 1))
    pause 0.05
  else
    pause 0.25
  fi
done
exit 143
`;
