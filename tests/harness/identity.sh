# shellcheck shell=bash
# Certificates and keys of one stack. The authority is kept, so that importing it once is enough; it
# is good for this machine's own names only, whoever gets hold of its key.

make_authority() {
  [[ ! -f $tls_dir/ca.pem ]] || return 0
  step 'Making a local certificate authority'
  openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -sha256 -days 3650 \
    -subj "/CN=Latchkey development on $(uname -n)" \
    -addext 'basicConstraints=critical,CA:TRUE,pathlen:0' \
    -addext 'keyUsage=critical,keyCertSign,cRLSign' \
    -addext "nameConstraints=critical,permitted;DNS:localhost,permitted;IP:127.0.0.1/255.255.255.255,permitted;IP:::1/ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff" \
    -keyout "$tls_dir/ca.key" -out "$tls_dir/ca.pem" 2>/dev/null
}

# One for localhost, made again before it expires.
make_certificate() {
  if [[ -f $tls_dir/server.pem ]] && openssl x509 -checkend 604800 -noout -in "$tls_dir/server.pem" \
    >/dev/null; then
    return
  fi
  openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -sha256 -subj /CN=localhost \
    -keyout "$tls_dir/server.key" -out "$tls_dir/server.csr" 2>/dev/null
  openssl x509 -req -in "$tls_dir/server.csr" -CA "$tls_dir/ca.pem" -CAkey "$tls_dir/ca.key" \
    -days 90 -sha256 -out "$tls_dir/server.pem" -extfile - 2>/dev/null <<'END'
basicConstraints = critical, CA:FALSE
keyUsage = critical, digitalSignature
extendedKeyUsage = serverAuth
subjectAltName = DNS:localhost, IP:127.0.0.1, IP:::1
END
  rm "$tls_dir/server.csr"
}

# secrets/NAME for each secret that a worker may be given.
make_secrets() {
  local secrets=$dev_dir/secrets name
  mkdir -p "$secrets"
  for name in LATCHKEY_ROTATION_KEY LATCHKEY_OIDC_CLIENT_SECRET; do
    [[ -s $secrets/$name ]] || openssl rand -hex 32 >"$secrets/$name"
  done
  # That one is the local provider's; another provider's comes from the caller or is missing.
  uses_local_provider || rm "$secrets/LATCHKEY_OIDC_CLIENT_SECRET"
  logged keys 'the signing key could not be made' \
    "$build_dir/bin/latchkey" keys generate --dir "$dev_dir/keys"
  ln -sfn ../keys/active.pem "$secrets/LATCHKEY_SIGNING_KEY"
}

make_identity() (
  umask 077
  mkdir -p "$tls_dir"
  make_authority
  make_certificate
  make_secrets
)
