# shellcheck shell=bash
# ./dev lint and ./dev format. Every check runs, whatever the others found; at the end it says which
# failed.

lint() {
  local name failures=()
  need_packages "$packages_to_run" "$packages_to_lint"
  need_node
  use_state "$tools_dir/lint"
  mkdir -p "$log_dir"
  while_building prepare_lint
  for name in words shell manual cpp_format layers heads cpp_tidy sql gateway frontend; do
    step "Lint: $name"
    "lint_$name" || failures+=("$name")
  done
  ((${#failures[@]} == 0)) || die "lint failed: ${failures[*]}"
  step 'Lint: all is well'
}

# clang-tidy reads compile_commands.json, and nginx the generated locations.
prepare_lint() {
  (cd "$root" && logged configure 'CMake could not configure the build' cmake --preset "$preset")
  npm_packages frontend
}

# files PATTERN…: our files of these names, NUL-separated.
files() {
  local names=() pattern
  for pattern; do names+=(${names[0]:+-o} -name "$pattern"); done
  find "$root" \( -name .git -o -name node_modules -o -path "$root/build" -o -path "$root/.dev" \
    -o -path "$root/frontend/dist" \) -prune -o -type f \( "${names[@]}" \) -print0
}

# Scripts are known by their first line; what ./dev sources is checked with it. What the user's bash
# sources is named .bash.
lint_shell() {
  {
    files '*' | xargs -0 awk 'FNR == 1 && /^#!.*[ \/](ba)?sh$/ { print FILENAME }'
    files '*.bash' | tr '\0' '\n'
  } | xargs -d '\n' shellcheck -x -a
}

lint_words() {
  files '*' | xargs -0 "$root/tests/checks/words"
}

# groff only warns.
lint_manual() {
  local warnings
  warnings=$(files '*.8' | xargs -0 groff -mandoc -Tutf8 -ww -z 2>&1) && [[ -z $warnings ]] && return
  printf '%s\n' "$warnings"
  return 1
}

lint_cpp_format() {
  files '*.cc' '*.h' | xargs -0 -r clang-format --dry-run -Werror
}

lint_layers() {
  (cd "$root" && tests/checks/layers)
}

lint_heads() {
  (cd "$root" && tests/checks/heads)
}

lint_cpp_tidy() {
  "$root/tests/checks/tidy" "$build_dir" "$tools_dir/tidy"
}

lint_sql() {
  files '*.sql' | (cd "$root" && xargs -0 -r sqlfluff lint --disable-progress-bar)
}

lint_gateway() (
  LATCHKEY_DEV_PORT=0 choose_ports
  sockets=$dev_dir/run
  (umask 077 && mkdir -p "$tls_dir" && make_authority && make_certificate)
  rm -rf "$dev_dir/nginx"
  render_gateway "$dev_dir/nginx/conf"
  nginx -t -q -e stderr -c "$dev_dir/nginx/conf/nginx.conf"
)

lint_frontend() {
  npm --prefix "$root/frontend" run --silent lint
}

format() {
  need_packages "$packages_to_run" "$packages_to_lint"
  need_node
  files '*.cc' '*.h' | xargs -0 -r clang-format -i
  files '*.sql' | (cd "$root" && xargs -0 -r sqlfluff fix -f --disable-progress-bar)
  while_building npm_packages frontend
  npm --prefix "$root/frontend" run --silent format
}
