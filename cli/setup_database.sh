# shellcheck shell=bash
# The part of `latchkey setup` that concerns Postgres, here or on another host.

# part KEYWORD: of LATCHKEY_DATABASE_URL, as libpq reads it.
part() { latchkey config conninfo "$1"; }

is_local() { [[ $(part way) == socket ]]; }

# Runs psql and the like as whoever may make roles and databases; `to_server` is their way to the
# server, `to_database` that to Latchkey's database.
as_admin() {
  if [[ -n $admin_database ]]; then "$@"; else (cd / && runuser -u postgres -- "$@"); fi
}

ways_to_database() {
  local host port
  to_server=$admin_database
  if [[ -z $admin_database ]]; then
    host=$(part host) port=$(part port)
    to_server="user=postgres${host:+ host=$(quoted "$host")}${port:+ port=$(quoted "$port")}"
  fi
  to_database="$to_server dbname=$(quoted "$(part dbname)")"
  to_server+=' dbname=postgres'
}

# As a value of a conninfo string.
quoted() {
  local value=${1//\\/\\\\}
  printf "'%s'" "${value//\'/\\\'}"
}

# ask CONNINFO QUERY [VARIABLE=VALUE]: what it prints.
ask() { as_admin psql -XAtqw -v ON_ERROR_STOP=1 ${3:+-v "$3"} -d "$1" <<<"$2"; }

bring_database_up_to_date() {
  if [[ -z $admin_database ]] && ! is_local; then
    # Another host's may have been brought up to date from there.
    step 'Checking whether the database on the other host is up to date'
    ! latchkey doctor database || return 0
    die "if the database is only out of date, run: latchkey setup --admin-database 'host=… user=…'"
  fi
  step 'Bringing the database up to date: roles, migrations, functions'
  [[ -n $admin_database ]] || id postgres &>/dev/null ||
    die 'Postgres is not installed on this machine. Install it (apt install postgresql), or name another host with --admin-database'
  ways_to_database
  if ! has_database; then
    changed=yes
    ! would "make the database $(part dbname), its roles, tables and functions" || return 0
    create_database
  fi
  refuse_second_installation
  apply_files
  [[ -z $admin_database ]] || give_passwords
}

# What it applies is a line each with --verbose, else a line in all.
apply_files() {
  local said=$scratch/applied how=(--roles "$share/db/roles.sql") status=0
  [[ -z $dry_run ]] || how=(--check)
  as_admin "$share/db/apply" "${how[@]}" "$to_database" >/dev/null 2>"$said" || status=$?
  if ((status != 0)) && { [[ -z $dry_run ]] || grep -q 'check could not be made' "$said"; }; then
    cat "$said" >&2
    die 'the database is unchanged; the reason is above'
  fi
  if [[ ! -s $said ]]; then
    note 'the database is up to date'
    return
  fi
  changed=yes
  workers_know_not
  [[ -z $verbose ]] || sed 's/^/    /' "$said"
  if ((status != 0)); then
    would "apply what differs ($(wc -l <"$said") differences, --verbose names them)"
  else
    note "applied $(grep -c '^Applied migration' "$said" || true) migrations and $(
      grep -c '^Applied function' "$said" || true) functions"
    grep -v '^Applied ' "$said" | sed 's/^/    /' || true
  fi
}

has_database() {
  local there
  there=$(ask "$to_server" "SELECT 1 FROM pg_database WHERE datname = :'name'" \
    "name=$(part dbname)") ||
    die 'cannot connect to Postgres. Is it running (systemctl status postgresql), and is the connection string correct?'
  [[ -n $there ]]
}

create_database() {
  local name
  name=$(part dbname)
  note "creating the database $name"
  as_admin createdb -w --encoding UTF8 --template template0 --maintenance-db "$to_server" "$name" ||
    die "cannot create the database $name"
}

# Keys and passwords belong to the database as well: made a second time, those of the first host would
# be locked out, and its tokens refused.
refuse_second_installation() {
  [[ -z $new_keys ]] || return 0
  [[ -n $(ask "$to_database" "SELECT to_regclass('latchkey.schema_migrations')") ]] || return 0
  if [[ -e $etc/keys/active.pem ]]; then
    ! is_local || return 0
    ! compgen -G "$etc/database/*" >/dev/null || return 0
  fi
  die "another host has set up this database, and its $etc is not here. Copy it from that host or from a backup (keys, secrets, database), then run latchkey setup again. If it is lost: latchkey setup --new-keys"
}

# On another host there is no peer authentication: each role has a password of its own, or a
# certificate, that only its service is given.
give_passwords() {
  local role password
  step 'Setting a password for each database role that has none'
  [[ -n $dry_run ]] || install -d -m 0700 "$etc/database"
  for role in $(handlers) cron admin; do
    role=latchkey-$role
    [[ ! -s $etc/database/$role.crt && ! -s $etc/database/$role.password ]] || continue
    ! would "give $role a password" || continue
    changed=yes
    password=$(openssl rand -hex 32)
    # psql sends the server a verifier only. It asks the terminal; without one, standard input.
    printf '%s\n%s\n' "$password" "$password" |
      setsid -w psql -Xqwc "\\password \"$role\"" -d "$to_database" >/dev/null 2>&1 ||
      die "cannot set the password of $role"
    (umask 077 && printf '%s\n' "$password" >"$etc/database/$role.password")
  done
}

# The units' way to a Postgres on another host; none for a local one.
write_database_units() {
  local folder=/etc/systemd/system/latchkey-.service.d purge=/etc/systemd/system/latchkey-purge.service.d
  if is_local; then
    drop_file "$folder/50-database.conf" || true
    drop_file "$purge/50-database.conf" || true
    return
  fi
  database_unit >"$scratch/database.conf"
  # The one unit that is not named after its role.
  sed 's/%p/latchkey-cron/' "$scratch/database.conf" >"$scratch/purge.conf"
  keep_file "$scratch/database.conf" "$folder/50-database.conf" || true
  keep_file "$scratch/purge.conf" "$purge/50-database.conf" || true
}

database_unit() {
  local address
  echo '# Written by latchkey setup: Postgres is on another host.'
  echo '[Service]'
  echo 'PrivateNetwork=no'
  echo 'RestrictAddressFamilies=AF_INET AF_INET6'
  for address in $(database_addresses); do echo "IPAddressAllow=$address"; done
  if compgen -G "$etc/database/*.crt" >/dev/null; then
    echo "LoadCredential=database.crt:$etc/database/%p.crt"
    echo "LoadCredential=database.key:$etc/database/%p.key"
    echo 'Environment=PGSSLCERT=%d/database.crt PGSSLKEY=%d/database.key'
  else
    echo "LoadCredential=LATCHKEY_DATABASE_PASSWORD:$etc/database/%p.password"
  fi
}

# Addresses where LATCHKEY_DATABASE_URL has such; of a name the address may change, so any.
database_addresses() {
  local address given
  given=$(part hostaddr)
  given=${given:-$(part host)}
  for address in ${given//,/ }; do
    [[ $address =~ ^[0-9.]+$ || $address =~ ^[0-9a-fA-F:.]+$ && $address == *:* ]] || {
      echo any
      return
    }
  done
  echo "${given//,/ }"
}
