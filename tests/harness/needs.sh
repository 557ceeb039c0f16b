# shellcheck shell=bash
# What must be on the machine. Installs what is missing and says so once: Debian packages with apt,
# Node from the npm registry into .dev/node where the machine's own is too old.

readonly node_least=22.22.2

# package<TAB>what it is for
readonly packages_to_build='cmake	builds the workers
g++	compiles the workers
libcli11-dev	the command line of latchkey
libcpputest-dev	unit tests
libcurl4-openssl-dev	calls to the identity provider
libfcgi-dev	FastCGI
libidn2-dev	domains of mail addresses
libjansson-dev	JSON
libjwt-dev	ID tokens
libpq-dev	Postgres client
libssl-dev	cryptography
ninja-build	builds the workers
pkg-config	finds the libraries'
readonly packages_to_run="$packages_to_build
ca-certificates	trust in the package registries
curl	asks whether the stack answers
jq	reads JSON in the examples of the README
multiwatch	keeps a pool of workers
nginx	the gateway
openssl	the local certificate
postgresql-15	the database
procps	process ids
spawn-fcgi	opens the socket of a pool"
readonly packages_to_test_db='postgresql-15-pgtap	database tests
postgresql-15-plpgsql-check	database tests'
readonly packages_to_test_model='gcc	compiles the model
libc6-dev	compiles the model
spin	model of the refresh protocol'
readonly packages_to_test_frontend='ca-certificates	trust in the package registries
jq	counts the tests'
readonly packages_to_test_e2e='php-cli	runs the examples of docs/services.md
php-pgsql	the same
python3-prometheus-client	reads the metrics as Prometheus does
python3-psycopg	runs the examples of docs/services.md'
readonly packages_to_test_applications='gunicorn	an application that Latchkey protects
php-fpm	another one
python3-django	the site that gunicorn serves'
readonly packages_to_test_providers='default-jdk-headless	runs Keycloak and Spring
maven	fetches Spring Authorization Server
python3-venv	installs django-oauth-toolkit'
readonly packages_to_test_browser='chromium	browser tests'
readonly packages_to_test_faults='locales	a Postgres that speaks German'
readonly packages_to_box='iproute2	network of the boxes that the package is tested in
mmdebstrap	the Debian inside
systemd-container	boots it'
readonly packages_to_lint='clang-format	C++ layout
clang-tidy	C++ checks
groff-base	checks the manual
shellcheck	checks of shell scripts
sqlfluff	SQL layout'

as_root() {
  if ((EUID == 0)); then
    "$@"
  else
    command -v sudo >/dev/null ||
      die 'this takes root, and there is no sudo; run it as root'
    sudo "$@"
  fi
}

# need_packages LIST…: each LIST is one of the above.
need_packages() {
  local list names installed name what missing=()
  command -v dpkg-query >/dev/null ||
    die 'this is not Debian; Latchkey is developed on Debian 12 (a container of it works as well)'
  list=$(printf '%s\n' "$@" | awk -F '\t' '!seen[$1]++')
  mapfile -t names < <(cut -f 1 <<<"$list")
  # shellcheck disable=SC2016  # dpkg-query's own ${fields}
  installed=$(dpkg-query -W -f '${db:Status-Status} ${Package}\n' "${names[@]}" 2>/dev/null || true)
  while IFS=$'\t' read -r name what; do
    grep -qxF "installed $name" <<<"$installed" && continue
    ((${#missing[@]})) || step 'Installing Debian packages that are missing'
    note "$(printf '%-28s %s' "$name" "$what")"
    missing+=("$name")
  done <<<"$list"
  ((${#missing[@]} == 0)) || apt_install "${missing[@]}"
}

# One apt-get install; the package lists are fetched only where they lack or no longer fit.
apt_install() {
  local install=(env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends)
  ((EUID == 0)) || note '(with sudo, which may ask for your password)'
  if ! apt-get install -s -q --no-install-recommends "$@" &>/dev/null; then
    as_root apt-get update -q
  fi
  as_root "${install[@]}" "$@" && return
  note 'Once more with fresh package lists.'
  as_root apt-get update -q
  as_root "${install[@]}" "$@" || die 'apt-get failed; what it says above has the reason'
}

is_new_enough() {
  local version
  version=$("$1" --version 2>/dev/null) || return 1
  printf '%s\n%s\n' "$node_least" "${version#v}" | sort -V -C
}

# Puts a Node that is new enough, and npm, first on PATH.
need_node() {
  local own=$tools_dir/node/node_modules
  ! is_new_enough node || ! command -v npm >/dev/null || return 0
  if ! is_new_enough "$own/node/bin/node"; then
    step "Installing Node (>= $node_least, which Debian 12 does not have) into .dev/node"
    command -v npm >/dev/null || need_packages $'npm\tfetches Node and the JavaScript libraries'
    mkdir -p "$tools_dir/node"
    logged node 'npm could not install Node; is the npm registry reachable?' \
      npm install --prefix "$tools_dir/node" --no-audit --no-fund --no-save node@22 npm@10
  fi
  PATH=$own/node/bin:$own/.bin:$PATH
}
