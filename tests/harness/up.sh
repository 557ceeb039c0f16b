# shellcheck shell=bash
# ./dev up, down and what tests do to a running stack. ./dev holds the lock on `lock` for as long as
# it supervises, so a free lock beside files in pids/ means that it was killed.

up() {
  local how=${1:-}
  mkdir -p "$dev_dir" "$log_dir" "$pid_dir"
  case $how in
    '' | --detach) ! is_running || { say_running && return; } ;;
    --supervised) # by up_detached, everything being built
      supervise # its failures end it, as they would not in a list
      return
      ;;
    *) die "up takes --detach or nothing, not $how" ;;
  esac
  need_packages "$packages_to_run"
  need_node
  while_building build_everything
  if [[ $how == --detach ]]; then up_detached; else supervise; fi
}

build_everything() {
  build_programs
  npm_packages tests
  build_frontend
}

is_running() {
  pid_of dev >/dev/null
}

say_running() {
  step 'Latchkey is running already (./dev down stops it)'
  cat "$dev_dir/url" 2>/dev/null || note 'It is still starting.'
}

# Progress comes through a pipe that the supervisor lets go of when all is ready, or when it ends.
up_detached() {
  local line
  trap 'down; exit 130' INT TERM
  while IFS= read -r line; do printf '%s\n' "$line"; done < <(
    exec setsid "$root/dev" up --supervised 2>&1 </dev/null
  )
  trap - INT TERM
  [[ -f $dev_dir/url ]] || exit 1
}

supervise() {
  exec 9>"$dev_dir/lock"
  flock -n 9 || { say_running && return; }
  note_process dev $$
  trap 'exit 129' HUP
  trap 'exit 130' INT
  trap 'exit 143' TERM
  trap stop_everything EXIT
  find_cluster_owner
  sweep
  start_everything
  # Letting go of the pipe tells up_detached that all is ready.
  [[ $how != --supervised ]] || exec >>"$log_dir/dev.log" 2>&1
  watch_over
}

start_everything() {
  choose_ports
  make_sockets
  make_cluster
  start_cluster
  ! uses_local_provider || choose_provider_port
  make_identity
  write_config
  step 'Applying roles, migrations and functions'
  apply_schema
  step 'Starting the workers'
  ! uses_local_provider || start_provider
  start_pools
  start_cron
  start_gateway
  wait_until_healthy
  echo "$port" >"$dev_dir/port"
  echo "$http_port" >"$dev_dir/http_port"
  echo "$public_url" >"$dev_dir/url"
  step "Ready after $SECONDS s"
  note "state: $dev_dir, certificate authority: $tls_dir/ca.pem"
  ! uses_local_provider || note 'sign in with any e-mail: the local provider takes all'
  echo "$public_url"
}

# Healthy through nginx, TLS and all.
wait_until_healthy() {
  local deadline=$((SECONDS + 60)) name answer=$log_dir/health-answer.log
  local ask=(curl -sS -f -m 10 --noproxy '*' --cacert "$tls_dir/ca.pem" -o "$answer")
  until "${ask[@]}" "https://localhost:$port/api/health" 2>"$log_dir/health-error.log" &&
    { ! uses_local_provider || ! port_is_free "$provider_port"; }; do
    for name in $(processes); do
      pid_of "$name" >/dev/null || has_ended "$name"
    done
    if ((SECONDS >= deadline)); then
      show_log health
      show_log nginx
      die "no healthy answer in 60 s: $(<"$log_dir/health-error.log"); the logs are in $log_dir"
    fi
    sleep 0.05
  done
}

has_ended() {
  show_log "$1"
  die "$1 has ended; the reason should be in $log_dir/$1.log"
}

# Until Ctrl-C, or until something ends that should not.
watch_over() {
  local name
  wait -n || true
  for name in $(processes); do
    pid_of "$name" >/dev/null || has_ended "$name"
  done
}

stop_everything() {
  local status=$? name
  trap '' INT TERM HUP
  trap - EXIT
  rm -f "$dev_dir/url" "$dev_dir/port" "$dev_dir/http_port"
  sweep
  rm -f "$pid_dir/dev.pid"
  exit "$status"
}

# Ends all that was started, by this ./dev or by one that was killed: first nginx, so that requests
# in progress are answered, last Postgres.
sweep() {
  local name sessions=()
  local name
  if [[ -f $pid_dir/nginx.pid ]]; then
    signal nginx QUIT
    reap nginx 5
  fi
  for name in $(processes); do signal "$name" TERM; done
  for name in $(processes); do reap "$name" 5; done
  ((${#sessions[@]} == 0)) || end_orphans "${sessions[@]}"
  stop_cluster fast
  remove_sockets
}

down() {
  local pid
  mkdir -p "$pid_dir"
  if pid=$(pid_of dev); then
    kill -s TERM "$pid"
    exec 9>"$dev_dir/lock"
    flock -w 30 9 || kill -s KILL "$pid"
  else
    exec 9>"$dev_dir/lock"
    flock -n 9 || die 'a ./dev up is just starting or stopping; try again in a moment'
  fi
  find_cluster_owner
  sweep
  rm -f "$pid_dir/dev.pid" "$dev_dir/url" "$dev_dir/port" "$dev_dir/http_port"
}

worker_pids() {
  local leader
  leader=$(pid_of "$1") || die "there is no running pool $1"
  pgrep -P "$leader"
}

# Each worker finishes its request and is replaced before the next one is asked to.
restart_workers() {
  local handler pid pids
  (($#)) || mapfile -t pids < <(handlers | cut -f 1)
  for handler in "${@:-${pids[@]}}"; do
    mapfile -t pids < <(worker_pids "$handler")
    for pid in "${pids[@]}"; do
      kill -s TERM "$pid"
      while start_time "$pid" >/dev/null; do sleep 0.02; done
      until (($(worker_pids "$handler" | wc -l) >= ${#pids[@]})); do sleep 0.02; done
    done
  done
}

# For tests: stop | start | restart [MODE].
postgres_command() {
  local mode=${2:-fast}
  sockets=$(realpath "$dev_dir/run")
  find_cluster_owner
  case ${1:-} in
    stop) stop_cluster "$mode" ;;
    start) start_cluster ;;
    restart) stop_cluster "$mode" && start_cluster ;;
    *) die 'postgres takes stop, start or restart' ;;
  esac
}
