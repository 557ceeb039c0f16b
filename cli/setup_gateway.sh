# shellcheck shell=bash
# The part of `latchkey setup` that concerns nginx.

readonly site=/etc/nginx/sites-available/latchkey.conf site_link=/etc/nginx/sites-enabled/latchkey.conf
gateway_changed=''

write_gateway() {
  step 'Writing what nginx needs'
  local url host port origins credentials='' tls
  url=$(setting LATCHKEY_PUBLIC_URL)
  host=${url#https://} port=443
  [[ ! $host =~ :([0-9]+)$ ]] || port=${BASH_REMATCH[1]} host=${host%:*}
  origins=$(setting LATCHKEY_ALLOWED_ORIGINS)
  [[ $(setting LATCHKEY_REFRESH_TRANSPORT) != cookie ]] || credentials=true
  tls=/etc/letsencrypt/live/$host
  [[ -e $tls/fullchain.pem ]] || { tls=$etc/tls && make_certificate "$host"; }
  "$libexec/nginx-render" "$share/nginx" "$scratch" \
    LISTEN_HTTP="$(listen_on 80)" LISTEN_HTTPS="$(listen_on "$port" ssl http2)" \
    SERVER_NAME="$host" PUBLIC_URL="$url" \
    TLS_CERTIFICATE="$tls/fullchain.pem" TLS_KEY="$tls/privkey.pem" \
    ACCESS_LOG=/var/log/latchkey/access.log ERROR_LOG=/var/log/latchkey/error.log \
    SOCKETS=/run/latchkey JWKS_FILE="$state/jwks.json" FRONTEND="$share/frontend" \
    ACME="$state/acme" \
    SERVICE_NETWORKS="$(service_networks "$(setting LATCHKEY_SERVICE_NETWORKS)")" \
    LIMIT_KEY="\$latchkey_client" CORS_ORIGINS="$(cors_origins "$origins")" \
    CORS_CREDENTIALS="$credentials" CORS_VARY="${origins:+Origin}"
  write_snippets "$scratch/latchkey"
  write_site "$scratch/latchkey.conf"
}

listen_on() {
  printf 'listen %s;' "$*"
  [[ ! -e /proc/net/if_inet6 ]] || printf ' listen [::]:%s;' "$*"
}

cors_origins() {
  local origin
  for origin in ${1//,/ }; do printf '"%s" "%s"; ' "$origin" "$origin"; done
}

service_networks() {
  local network
  for network in ${1//,/ }; do printf 'allow %s; ' "$network"; done
}

# One that browsers warn of until the administrator puts a better one in its place.
make_certificate() {
  local name=DNS:$1
  [[ ! -e $etc/tls/fullchain.pem ]] || return 0
  ! would "make a self-signed certificate for $1" || return 0
  changed=yes
  [[ ! $1 =~ ^[0-9.]+$ ]] || name=IP:$1
  [[ ! $1 =~ ^\[(.*)\]$ ]] || name=IP:${BASH_REMATCH[1]}
  (umask 077 && openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -sha256 \
    -days 3650 -subj /CN=Latchkey -addext "subjectAltName=$name" \
    -keyout "$etc/tls/privkey.pem" -out "$scratch/certificate" 2>/dev/null) ||
    die "openssl cannot make a certificate for $1"
  mv "$scratch/certificate" "$etc/tls/fullchain.pem"
}

# These are ours: written again from the package. What an administrator adds is in locations.d.
write_snippets() {
  local new=$1 now=/etc/nginx/latchkey file
  [[ -n $dry_run ]] || install -d "$now/locations.d"
  for file in "$now"/*.conf; do [[ -e $new/${file##*/} ]] || drop_file "$file" || true; done
  for file in "$new"/*.conf; do
    ! keep_file "$file" "$now/${file##*/}" || gateway_changed=yes
  done
}

# The site is the administrator's once they have changed it: it is kept then, and the new one put
# beside it.
write_site() {
  local new=$1 before
  if [[ -n $dry_run ]]; then
    cmp -s "$new" "$site" || would "write $site, or $site.ucf-dist where you have changed it"
    return
  fi
  before=$(sha256sum "$site" 2>/dev/null || true)
  DEBIAN_FRONTEND=noninteractive UCF_FORCE_CONFFMISS=1 ucf --debconf-ok "$new" "$site" >/dev/null </dev/null
  ucfr latchkey "$site"
  ! cmp -s "$new" "$site" || rm -f "$site.ucf-dist"
  [[ $(sha256sum "$site") == "$before" ]] || gateway_changed=yes changed=yes
  [[ ! -e $site.ucf-dist ]] ||
    note "$site was changed here and is kept; what this version would write is $site.ucf-dist"
  # An upgrade leaves it to the administrator whether the site is on; a removal had put it aside.
  [[ -n $upgrade && ! -L $state/site-enabled ]] || enable_site
}

enable_site() {
  rm -f "$state/site-enabled"
  [[ -L $site_link ]] || gateway_changed=yes changed=yes
  ln -sfn "$site" "$site_link"
}

serves_own_certificate() { grep -qF "ssl_certificate \"$etc/tls/" "$site"; }

# After an upgrade, where it changes anything for nginx: a reload closes idle connections.
reload_gateway() {
  [[ -n $gateway_changed ]] || return 0
  systemctl is-active --quiet nginx || return 0
  nginx -t -q || die 'nginx refuses its configuration, and continues with the old one; nginx -t names the line'
  systemctl reload nginx
}
