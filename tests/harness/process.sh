# shellcheck shell=bash
# Long-running processes, each the leader of its own session, so that Ctrl-C reaches ./dev alone and
# a pool ends with all its workers. pids/NAME.pid holds "pid start-time": a process id alone may be
# somebody else's by now.

# When a process started, in clock ticks since boot; fails where there is none (or only a zombie).
start_time() {
  local stat fields
  { read -r stat <"/proc/$1/stat"; } 2>/dev/null || return 1
  read -ra fields <<<"${stat##*) }"
  [[ ${fields[0]} != Z ]] && echo "${fields[19]}"
}

# spawn NAME COMMAND…: starts it in the background, output to log/NAME.log.
spawn() {
  local name=$1
  shift
  setsid "$@" >>"$log_dir/$name.log" 2>&1 </dev/null 9>&- &
  note_process "$name" $!
}

note_process() {
  echo "$2 $(start_time "$2" || true)" >"$pid_dir/$1.pid"
}

# The process id of NAME, where it is alive and still the one that was started.
pid_of() {
  local pid started
  { read -r pid started <"$pid_dir/$1.pid"; } 2>/dev/null || return 1
  [[ -n $started && $(start_time "$pid" || true) == "$started" ]] && echo "$pid"
}

# signal NAME SIGNAL: to the leader, which passes it on as it sees fit.
signal() {
  local pid
  ! pid=$(pid_of "$1") || kill -s "$2" "$pid" 2>/dev/null || true
}

# Names of what was started and not yet ended, but for ./dev itself.
processes() {
  local file
  for file in "$pid_dir"/*.pid; do
    [[ ! -e $file || $file == */dev.pid ]] || basename "$file" .pid
  done
}

# reap NAME SECONDS: waits for it to end, at last by force. Adds its session to the caller's
# `sessions`, where something may have outlived it.
reap() {
  local name=$1 deadline=$((SECONDS + $2)) session _
  while pid_of "$name" >/dev/null && ((SECONDS < deadline)); do sleep 0.02; done
  read -r session _ <"$pid_dir/$name.pid" || return 0
  if pid_of "$name" >/dev/null; then
    kill -s KILL -- "-$session" 2>/dev/null || true
  else
    sessions+=("$session")
  fi
  rm -f "$pid_dir/$name.pid"
}

# Ends what outlived the leaders of these sessions (a pool whose multiwatch was killed). Only processes
# of this stack: its workers have LATCHKEY_CONFIG in their environment.
end_orphans() {
  local pid IFS=,
  for pid in $(pgrep -s "$*" | tr '\n' ,); do
    ! grep -qzxF "LATCHKEY_CONFIG=$dev_dir/latchkey.conf" "/proc/$pid/environ" 2>/dev/null ||
      kill -s KILL "$pid" 2>/dev/null || true
  done
}
