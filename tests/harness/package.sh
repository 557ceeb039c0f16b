# shellcheck shell=bash
# ./dev package: the .deb, from the release build.

readonly packages_to_package='dpkg-dev	finds which libraries the programs need
file	knows programs from scripts
lintian	checks the package'

package() {
  need_packages "$packages_to_run" "$packages_to_package"
  need_node
  use_preset release
  while_building build_package
  step 'Checking the package (lintian)'
  lintian --fail-on error --tag-display-limit 0 "$package_file" ||
    die 'lintian finds errors in the package; they stand above'
  step 'The package is ready'
  echo "$package_file"
}

# Leaves its path in `package_file`.
build_package() {
  build "$preset"
  build_frontend
  step 'Making the package'
  rm -f "$build_dir"/latchkey_*.deb
  (cd "$build_dir" && logged package 'CPack could not make the package' cpack -G DEB)
  package_file=$(compgen -G "$build_dir/latchkey_*.deb")
}
