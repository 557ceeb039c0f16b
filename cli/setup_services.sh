# shellcheck shell=bash
# The part of `latchkey setup` that concerns systemd.

readonly links=/etc/systemd/system/latchkey.target.wants

runs_systemd() { [[ -d /run/systemd/system ]]; }
is_running() { runs_systemd && systemctl is-active --quiet latchkey.target; }
handlers() { cut -f 1 "$share/handlers"; }

# What is new: everything at first, later the handlers that a version has brought. So what an
# administrator has disabled, masked or scaled stays as it is.
enable_services() {
  step 'Enabling the services'
  local handler instances units=() i
  [[ -e $state/handlers ]] || units=(latchkey.target latchkey-cron.timer latchkey-purge.timer)
  while read -r handler instances; do
    ! grep -qs "^$handler"$'\t' "$state/handlers" || continue
    units+=("latchkey-$handler.socket")
    ! compgen -G "$links/latchkey-$handler@*.service" >/dev/null || continue
    for ((i = 1; i <= instances; i++)); do units+=("latchkey-$handler@$i.service"); done
  done <"$share/handlers"
  if ((${#units[@]} > 0)); then
    changed=yes
    ! would "enable ${units[*]}" || return 0
    systemctl enable --quiet "${units[@]}"
  fi
  [[ -z $dry_run ]] || return 0
  cp "$share/handlers" "$state/handlers"
  ! runs_systemd || systemctl daemon-reload
}

# Restarted workers finish their requests; what arrives meanwhile waits in the sockets. Nothing is
# restarted that knows all there is to know. An upgrade starts nothing that was stopped, but for a
# removal before it.
start_services() {
  [[ -n $start ]] && runs_systemd || return 0
  [[ -z $upgrade || -e $state/was-running ]] || is_running || return 0
  if ! is_running; then
    step 'Starting everything'
    changed=yes
    ! would 'start latchkey.target' || return 0
  elif ! workers_know; then
    step 'Restarting the workers'
    changed=yes
    ! would 'restart the workers' || return 0
    systemctl try-restart 'latchkey-*@*.service' || true
  elif [[ -n $(what_is_down) ]]; then
    step 'Starting what is down'
    changed=yes
    ! would "start $(what_is_down)" || return 0
  else
    return 0
  fi
  rm -f "$state/was-running"
  systemctl reset-failed 'latchkey-*' 2>/dev/null || true
  systemctl start latchkey.target
  say_what_is_down
  tell_workers
}

what_is_down() {
  local unit down=()
  for unit in "$links"/latchkey-*@*.service "$links"/latchkey-*.socket; do
    unit=${unit##*/}
    systemctl is-active --quiet "$unit" || down+=("$unit")
  done
  printf '%s' "${down[*]}"
}

say_what_is_down() {
  local down
  down=$(what_is_down)
  [[ -z $down ]] || die "these do not run: $down; journalctl -u NAME says why"
}
