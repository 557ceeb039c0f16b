# shellcheck shell=bash
# What the tests of docs/newer-postgres.md share. They set `root`, `work`, `roles`, `new`, the way to the
# newer server, and `socket`, the folder of its socket.
count=0

# block NAME: the page's commands of that name, run; those of root are told apart.
block() {
  awk -v "name=\`\`\`sh $1" '$0 == "```" { inside = 0 } inside { print } $0 == name { inside = 1 }' \
    "$root/docs/newer-postgres.md" >"$work/block"
  [[ -s $work/block ]] || { echo "Bail out! The page has no block $1." && exit 1; }
  # shellcheck source=/dev/null
  source "$work/block"
}
systemctl() { [[ $* == 'stop latchkey.target' ]]; }

ok() {
  local description=$1
  shift
  count=$((count + 1))
  if "$@"; then echo "ok $count - $description"; else echo "not ok $count - $description"; fi
}
equals() { [[ $1 == "$2" ]] || { printf '# have: %s\n# want: %s\n' "$1" "$2" && false; }; }
eventually() {
  local end=$((SECONDS + 30))
  until "$@"; do
    ((SECONDS < end)) || return 1
    read -rt 0.1 <> <(:) || true
  done
}
sql() { psql -XAtq -v ON_ERROR_STOP=1 -d "$1 dbname=latchkey" -c "$2"; }
sign_in() {
  sql "$1" "SELECT created FROM latchkey_api.create_account_atomic('https://issuer.example', '$2',
    '$2@example.com', 'Ada', NULL, sha256(convert_to('$3', 'UTF8')), 604800, 0, 25, NULL, NULL, NULL)"
}
refresh() {
  sql "$1" "SELECT outcome FROM latchkey_api.session_rotate(sha256(convert_to('$2', 'UTF8')),
    sha256(convert_to('$2 next', 'UTF8')), NULL, 10, 604800, 0, NULL, NULL, NULL)"
}
state() {
  sql "$1" "SELECT (SELECT string_agg(s::text, ';' ORDER BY s.id) FROM latchkey.sessions AS s)
                || (SELECT string_agg(a::text, ';' ORDER BY a.id) FROM latchkey.accounts AS a)
                || (SELECT string_agg(t::text, ';' ORDER BY t.id) FROM latchkey.credit_transactions AS t)
                || (SELECT string_agg(l::text, ';' ORDER BY l.id) FROM latchkey.audit_log AS l)
                || (SELECT string_agg(o::text, ';' ORDER BY o.id) FROM latchkey.outbox AS o)
                || (SELECT string_agg(m::text, ';' ORDER BY m.name) FROM latchkey.schema_migrations AS m)" |
    sha256sum
}
settings() {
  psql -XAtqd "$1 dbname=postgres" -c "SELECT rolname, rolcanlogin, rolconnlimit, rolconfig
    FROM pg_roles WHERE rolname ~ '^latchkey' ORDER BY 1"
}

# serves WAY STATE SETTINGS: what holds after a way, which gives the new user their name; STATE and
# SETTINGS are those of the older server.
serves() {
  local remedy
  ok "$1: everything is there" equals "$(state "$new")" "$2"
  ok "$1: roles are as they were" equals "$(settings "$new")" "$3"
  ok "$1: a new user signs up at once" equals "$(sign_in "$new" "$1" "$1")" t
  "$root/db/apply" --roles "$roles" "$new dbname=latchkey" >"$work/log" 2>&1
  ok "$1: latchkey setup finds no difference" equals "$("$root/db/apply" --check "$new dbname=latchkey")" \
    'The database equals the files.'
  remedy=$(sql "$new" 'SELECT remedy FROM latchkey_api.admin_database_faults()')
  [[ -z $remedy ]] || PGHOST=$socket PGUSER=postgres bash -c "$remedy" >"$work/log"
  ok "$1: after what the doctor says, nothing is left" equals \
    "$(sql "$new" 'SELECT * FROM latchkey_api.admin_database_faults()')" ''
  ok "$1: who comes back is known" equals "$(sign_in "$new" user-1 "$1 again")" f
  ok "$1: who is signed in stays so" equals "$(refresh "$new" token-2)" rotated
  ok "$1: the ledger is right" equals "$(sql "$new" 'SELECT wrong FROM latchkey_api.check_credits()')" '[]'
}
