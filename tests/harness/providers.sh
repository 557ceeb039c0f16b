# shellcheck shell=bash
# The OpenID providers of ./dev test providers, from their registries into .dev/providers, once a version.

readonly keycloak=26.7.0
readonly keycloak_sha1=d02236db0c564a01350f328ea193c457f15baf41
readonly oauth2_mock_server=9.3.0
readonly django_oauth_toolkit=3.4.0

download_providers() {
  mkdir -p "$tools_dir/providers"
  once_a_version npm "$oauth2_mock_server" npm install --prefix "$tools_dir/providers/npm" \
    --no-audit --no-fund --no-save "oauth2-mock-server@$oauth2_mock_server"
  once_a_version django "$django_oauth_toolkit" install_django
  once_a_version spring "$(hash_of_tree "$root/tests/providers/spring")" install_spring
  once_a_version keycloak "$keycloak" install_keycloak
}

# once_a_version FOLDER VERSION COMMAND…: which fills .dev/providers/FOLDER.
once_a_version() {
  local name=$1 version=$2 stamp=$tools_dir/providers/$1/.version
  shift 2
  [[ ! -f $stamp || $(<"$stamp") != "$version" ]] || return 0
  step "Installing the provider $name $version"
  rm -rf "${stamp%/*}"
  mkdir "${stamp%/*}"
  logged "provider-$name" 'it could not be installed; is its registry reachable?' "$@"
  echo "$version" >"$stamp"
}

install_django() {
  local folder=$tools_dir/providers/django
  /usr/bin/python3 -m venv "$folder" &&
    "$folder/bin/pip" install -q "django-oauth-toolkit==$django_oauth_toolkit"
}

install_keycloak() {
  local folder=$tools_dir/providers/keycloak name=keycloak-quarkus-dist
  local archive=$folder/$name.zip
  curl -fsS -o "$archive" \
    "https://repo.maven.apache.org/maven2/org/keycloak/$name/$keycloak/$name-$keycloak.zip" &&
    sha1sum -c --quiet <<<"$keycloak_sha1  $archive" &&
    /usr/bin/python3 -m zipfile -e "$archive" "$folder" &&
    mv "$folder/keycloak-$keycloak"/* "$folder" &&
    chmod +x "$folder"/bin/*.sh && rm "$archive" &&
    "$folder/bin/kc.sh" build --db=dev-file
}

install_spring() {
  local folder=$tools_dir/providers/spring
  cp -r "$root/tests/providers/spring/." "$folder" && mvn -q -B -f "$folder/pom.xml" package
}
