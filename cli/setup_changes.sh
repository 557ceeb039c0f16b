# shellcheck shell=bash
# What `latchkey setup` has changed, or would change (--dry-run), and whether workers have to know.

changed='' # by this run, or without --dry-run it would be

# would WHAT: with --dry-run, says it and succeeds, so that the caller leaves it at that.
would() {
  [[ -n $dry_run ]] || return 1
  note "would $1"
  changed=yes
}

# keep_file NEW FILE [MODE]: FILE as NEW is. Fails where it is that already.
keep_file() {
  ! cmp -s "$1" "$2" || return 1
  changed=yes
  would "write $2" || install -D -m "${3:-0644}" "$1" "$2"
}

# drop_file FILE: fails where there is none.
drop_file() {
  [[ -e $1 ]] || return 1
  changed=yes
  would "remove $1" || rm -f "$1"
}

# What a worker reads at its start, as one hash. Secrets are in it, so it stays root's.
readonly worker_state=$state/workers-know
what_workers_read() {
  {
    find "$etc/latchkey.conf" "$etc/secrets" "$etc/keys" "$etc/database" "$etc/mail" "$libexec" \
      "$share/db/roles.sql" /usr/lib/systemd/system/latchkey* /etc/systemd/system/latchkey* \
      -type f -print0 2>/dev/null | LC_ALL=C sort -z | xargs -0 sha256sum || true # some of these need not be there
    readlink "$etc/keys/active.pem" || true
  } | sha256sum
}

workers_know() { [[ -e $worker_state && $(<"$worker_state") == "$(what_workers_read)" ]]; }
workers_know_not() { [[ -n $dry_run ]] || rm -f "$worker_state"; }
tell_workers() { (umask 077 && what_workers_read >"$worker_state"); }
