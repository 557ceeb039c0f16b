# shellcheck shell=bash
# The private Postgres cluster: data in postgres/, no TCP, one socket in a folder that only its
# owner can enter; so whoever can connect may be anyone (trust).

become_postgres=()  # the command that becomes the cluster's owner; empty where that is us

# Postgres does not run as root; then it is the system user postgres. That one may not pass through
# the folders above a clone (/root is 0700), so it is given the least capability that lets it.
find_cluster_owner() {
  pg_bin=$(printf '%s\n' /usr/lib/postgresql/*/bin | sort -V | tail -n 1)
  ((EUID == 0)) || return 0
  local user=(setpriv --reuid postgres --regid postgres --init-groups) capability
  for capability in '' dac_read_search dac_override; do
    become_postgres=("${user[@]}" ${capability:+--inh-caps "+$capability"}
      ${capability:+--ambient-caps "+$capability"} --)
    "${become_postgres[@]}" env -C "$dev_dir" true 2>/dev/null && return
  done
  die "the user postgres cannot reach $dev_dir; move the clone, or chmod o+x the folders above it"
}

as_postgres() {
  "${become_postgres[@]}" env -C / "$@"
}

# A folder that the cluster's owner, and nobody else, can use.
make_private() {
  mkdir -p "$1"
  chmod 0700 "$1"
  ((EUID != 0)) || chown postgres: "$1"
}

# A value as postgresql.conf and libpq's conninfo quote it.
quoted() {
  local value=${1//\\/\\\\}
  echo "'${value//\'/\\\'}'"
}

conninfo() { echo "host=$(quoted "$sockets/postgres") dbname=latchkey"; }

# With the schema in it where ./dev test has made one to copy.
make_cluster() {
  [[ ! -f $pg_data/PG_VERSION ]] || return 0
  step 'Making a private Postgres cluster'
  ! copy_cluster || return 0
  rm -rf "$pg_data"
  make_private "$pg_data"
  logged initdb 'initdb could not make the cluster' as_postgres "$pg_bin/initdb" -D "$pg_data" \
    -U postgres --auth=trust --encoding=UTF8 --locale=C.UTF-8
  echo "include 'dev.conf'" >>"$pg_data/postgresql.conf"
}

# What ./dev test copies for each of its stacks: a cluster as make_cluster and apply_schema leave it.
cluster_to_copy() {
  local of
  of=$({ hash_of_tree "$root/db" "$root/migrations" && sha256sum "${BASH_SOURCE[0]}" "$build_dir/db/roles.sql" &&
    "$pg_bin/postgres" --version; } | sha256sum)
  echo "$tools_dir/clusters/${of:0:16}"
}

copy_cluster() {
  local from
  from=$(cluster_to_copy)
  [[ -d $from ]] || return
  rm -rf "$pg_data"
  cp -a --reflink=auto "$from" "$pg_data"
}

keep_cluster_to_copy() {
  local to
  find_cluster_owner
  to=$(cluster_to_copy)
  [[ ! -d $to ]] || return 0
  step 'Making the Postgres cluster that tests begin with'
  rm -rf "$tools_dir/clusters"
  mkdir "$tools_dir/clusters"
  with_cluster put_cluster_aside "$to"
}

put_cluster_aside() {
  stop_cluster fast
  cp -a "$pg_data" "$1.part"
  mv "$1.part" "$1"
}

start_cluster() {
  make_private "$sockets/postgres"
  cat >"$pg_data/dev.conf" <<END
listen_addresses = ''
unix_socket_directories = $(quoted "$sockets/postgres")
unix_socket_permissions = 0700
max_connections = 200
timezone = 'UTC'
END
  touch "$log_dir/postgres.log"
  ((EUID != 0)) || chown postgres: "$log_dir/postgres.log"
  cluster_is_up && stop_cluster fast
  if ! as_postgres "$pg_bin/pg_ctl" start -w -s -D "$pg_data" -l "$log_dir/postgres.log" \
    </dev/null >/dev/null 2>&1 9>&-; then
    show_log postgres
    die 'Postgres does not start'
  fi
}

cluster_is_up() {
  [[ -f $pg_data/postmaster.pid ]] && as_postgres "$pg_bin/pg_ctl" status -D "$pg_data" &>/dev/null
}

# stop_cluster MODE: fast | immediate.
stop_cluster() {
  ! cluster_is_up || as_postgres "$pg_bin/pg_ctl" stop -w -s -m "$1" -D "$pg_data" >/dev/null
}

# Roles, tables and functions as the files say.
apply_schema() {
  local super
  super="host=$(quoted "$sockets/postgres") user=postgres"
  if ! psql -XAtqd "$super dbname=postgres" -c "SELECT 1 FROM pg_database WHERE datname = 'latchkey'" |
    grep -q .; then
    createdb --maintenance-db "$super dbname=postgres" latchkey
  fi
  logged db-apply 'the database cannot be brought to what db/ and migrations/ say' \
    "$root/db/apply" --roles "$build_dir/db/roles.sql" "$super dbname=latchkey"
}
