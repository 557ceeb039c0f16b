# shellcheck shell=bash
# nginx with the templates of nginx/, filled in for one stack.

listen_on() {
  printf 'listen 127.0.0.1:%s;' "$*"
  ! grep -q '^0\{31\}1 ' /proc/net/if_inet6 2>/dev/null || printf ' listen [::1]:%s;' "$*"
}

# Origins as entries of nginx's map; refused where one is not scheme://host[:port].
cors_origins() {
  local origin
  for origin in ${LATCHKEY_ALLOWED_ORIGINS//,/ }; do
    [[ $origin =~ ^https?://[a-z0-9.-]+(:[0-9]+)?$ ]] ||
      die "LATCHKEY_ALLOWED_ORIGINS has $origin, which is not an origin such as https://app.example.com"
    printf '"%s" "%s"; ' "$origin" "$origin"
  done
}

service_networks() {
  local network
  for network in ${LATCHKEY_SERVICE_NETWORKS//,/ }; do
    [[ $network =~ ^[0-9a-fA-F.:]+(/[0-9]+)?$ ]] ||
      die "LATCHKEY_SERVICE_NETWORKS has $network, which is not a network such as 10.0.0.0/8"
    printf 'allow %s; ' "$network"
  done
}

# render_gateway TO: nginx's configuration for this stack.
render_gateway() {
  local to=$1 limit_key='""' nginx_user='' origins networks credentials=''
  [[ ${LATCHKEY_DEV_LIMITS:-} != production ]] || limit_key="\$latchkey_client"
  ((EUID != 0)) || nginx_user='user root;'
  origins=$(LATCHKEY_ALLOWED_ORIGINS=${LATCHKEY_ALLOWED_ORIGINS:-} cors_origins)
  networks=$(LATCHKEY_SERVICE_NETWORKS=${LATCHKEY_SERVICE_NETWORKS:-127.0.0.0/8,::1/128} service_networks)
  [[ ${LATCHKEY_REFRESH_TRANSPORT:-body} != cookie ]] || credentials=true
  mkdir -p "$dev_dir/nginx/state/temp" "$dev_dir/acme"
  "$root/nginx/render" "$build_dir/nginx" "$to" \
    LISTEN_HTTP="$(listen_on "$http_port")" LISTEN_HTTPS="$(listen_on "$port" ssl http2)" \
    SERVER_NAME=localhost PUBLIC_URL="$public_url" \
    TLS_CERTIFICATE="$tls_dir/server.pem" TLS_KEY="$tls_dir/server.key" \
    ACCESS_LOG="$log_dir/access.log" ERROR_LOG="$log_dir/nginx.log" \
    STATE="$dev_dir/nginx/state" SOCKETS="$sockets" JWKS_FILE="$dev_dir/keys/jwks.json" \
    FRONTEND="$root/frontend/dist" ACME="$dev_dir/acme" \
    USER="$nginx_user" PROCESSES=2 LIMIT_KEY="$limit_key" SERVICE_NETWORKS="$networks" \
    CORS_ORIGINS="$origins" CORS_CREDENTIALS="$credentials" CORS_VARY="${origins:+Origin}"
}

start_gateway() {
  render_gateway "$dev_dir/nginx/conf"
  rm -f "$log_dir/access.log"
  logged nginx-test 'nginx refuses its configuration' nginx -t -q -c "$dev_dir/nginx/conf/nginx.conf"
  spawn nginx nginx -e stderr -c "$dev_dir/nginx/conf/nginx.conf"
}
