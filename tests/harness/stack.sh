# shellcheck shell=bash
# What one running Latchkey needs before nginx: ports, sockets, configuration, a pool a handler, the
# local identity provider.

# The local provider stands in where no other is configured.
uses_local_provider() { [[ -z ${LATCHKEY_OIDC_ISSUER:-} ]]; }

port_is_free() {
  ! (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null && ! (exec 3<>"/dev/tcp/::1/$1") 2>/dev/null
}

any_port() {
  local candidate
  until candidate=$((SRANDOM % 12000 + 20000)) && port_is_free "$candidate"; do :; done
  echo "$candidate"
}

# wanted_port NAME: the port that variable asks for, where it can be had; 0 is any.
wanted_port() {
  local name=$1 wanted=${!1}
  if [[ ! $wanted =~ ^[0-9]{1,5}$ ]] || ((10#$wanted > 65535)); then
    die "$name=$wanted is not a port"
  elif ((wanted == 0)); then
    any_port
  elif port_is_free "$wanted"; then
    echo "$wanted"
  else
    die "port $wanted is in use by another program; choose another one ($name=9443, for example), or any free one ($name=0)"
  fi
}

choose_ports() {
  local LATCHKEY_DEV_PORT=${LATCHKEY_DEV_PORT:-8443}
  port=$(wanted_port LATCHKEY_DEV_PORT)
  if [[ -n ${LATCHKEY_DEV_HTTP_PORT:-} ]]; then
    http_port=$(wanted_port LATCHKEY_DEV_HTTP_PORT)
  elif ((LATCHKEY_DEV_PORT == 8443)) && port_is_free 8080; then
    http_port=8080
  else
    http_port=$(any_port)
  fi
  public_url=${LATCHKEY_PUBLIC_URL:-https://localhost:$port}
  public_url=${public_url%/}
}

# run/HANDLER.sock, as /run/latchkey has them in production. The path of a socket has at most 107
# bytes, so in a deep folder `run` is a link to a shorter one.
make_sockets() {
  local link=$dev_dir/run
  remove_sockets
  if ((${#dev_dir} > 60)); then
    sockets=$(mktemp -d /tmp/latchkey.XXXXXX)
    chmod 0711 "$sockets"
    ln -s "$sockets" "$link"
  else
    sockets=$link
    mkdir "$sockets"
  fi
  metrics_dir=$sockets/metrics
  mkdir "$metrics_dir"
}

remove_sockets() {
  local link=$dev_dir/run
  [[ ! -L $link ]] || rm -rf "$(realpath -m "$link")"
  rm -rf "$link"
}

write_config() {
  {
    echo '# Written by ./dev up. The environment wins over it.'
    echo "LATCHKEY_PUBLIC_URL=$public_url"
    echo "LATCHKEY_DATABASE_URL=$(conninfo)"
    echo "LATCHKEY_METRICS_DIR=$metrics_dir"
    echo "LATCHKEY_JWKS_FILE=$dev_dir/keys/jwks.json"
    echo "LATCHKEY_OIDC_REDIRECT_URIS=$public_url/auth/callback"
    if uses_local_provider; then
      echo "LATCHKEY_OIDC_ISSUER=http://127.0.0.1:$provider_port"
      echo 'LATCHKEY_OIDC_CLIENT_ID=latchkey-dev'
    fi
  } >"$dev_dir/latchkey.conf"
}

# Remembered, since a user is known by the issuer's address: those of yesterday sign in again.
choose_provider_port() {
  local file=$dev_dir/provider_port
  provider_port=$((port + 1))
  [[ ! -s $file ]] || read -r provider_port <"$file"
  while ((provider_port == http_port)) || ! port_is_free "$provider_port"; do
    provider_port=$(any_port)
  done
  echo "$provider_port" >"$file"
}

start_provider() {
  local client=${LATCHKEY_OIDC_CLIENT_ID:-latchkey-dev}
  local callback=${LATCHKEY_OIDC_REDIRECT_URIS:-$public_url/auth/callback}
  worker_environment LATCHKEY_OIDC_CLIENT_SECRET
  spawn provider env "${worker_env[@]}" "LATCHKEY_OIDC_CLIENT_ID=$client" \
    "LATCHKEY_OIDC_REDIRECT_URIS=$callback" \
    node "$root/tests/fakes/local-provider.mjs" --port "$provider_port"
}

cron_secrets=LATCHKEY_STRIPE_SECRET_KEY,LATCHKEY_SMTP_PASSWORD,LATCHKEY_SENTRY_DSN

# What `env` needs to run one worker: the caller's LATCHKEY_* variables but for those of ./dev and
# for secrets that are not this handler's; its own secrets as files.
worker_environment() {
  local own=,$1, name secret
  [[ -n ${secrets_known:-} ]] || secrets_known=",$(handlers | cut -f 3 | paste -s -d ,),$cron_secrets,"
  worker_env=()
  for name in $(compgen -e LATCHKEY_); do
    secret=${name%_FILE}
    [[ $name == LATCHKEY_DEV_* || ($secrets_known == *",$secret,"* && $own != *",$secret,"*) ]] &&
      worker_env+=(-u "$name")
  done
  worker_env+=("LATCHKEY_CONFIG=$dev_dir/latchkey.conf")
  for secret in ${1//,/ }; do
    [[ ! -f $dev_dir/secrets/$secret || -v $secret || -v ${secret}_FILE ]] ||
      worker_env+=("${secret}_FILE=$dev_dir/secrets/$secret")
  done
}

# The outbox is drained as the timer does it in production, only more often.
start_cron() {
  local seconds=${LATCHKEY_DEV_CRON:-5}
  [[ $seconds =~ ^[0-9]{1,5}$ ]] || die "LATCHKEY_DEV_CRON=$seconds is not a number of seconds"
  ((seconds > 0)) || return 0
  worker_environment "$cron_secrets"
  spawn cron env "${worker_env[@]}" \
    "$root/tests/harness/cron-loop" "$seconds" "$build_dir/bin/latchkey-cron"
}

start_pools() {
  local handler instances secrets multiwatch
  multiwatch=$(command -v multiwatch)
  while IFS=$'\t' read -r handler instances secrets; do
    worker_environment "$secrets"
    mkdir "$metrics_dir/$handler"
    # A worker that fails at once 20 times running is not tried again; one that lasted a second is.
    spawn "$handler" env "${worker_env[@]}" \
      spawn-fcgi -n -s "$sockets/$handler.sock" -M 0600 -- \
      "$multiwatch" -f "$instances" -r 20 -t 1000 -s TERM -- "$build_dir/bin/latchkey-$handler"
  done < <(handlers)
}
