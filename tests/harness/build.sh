# shellcheck shell=bash
# Building: C++ with CMake's presets, npm packages and the frontend, each only where its inputs
# changed. Stacks of one clone share the results, so one at a time.

# Runs a function while no other ./dev of this clone builds.
while_building() {
  mkdir -p "$tools_dir"
  exec 7>"$tools_dir/build.lock"
  flock -n 7 || { step 'Waiting for another ./dev that is building' && flock 7; }
  "$@"
  exec 7>&-
}

# build PRESET [TARGET…]: all where no target is named.
build() {
  local of=$1 targets=()
  shift
  (($# == 0)) || targets=(--target "$@")
  if [[ ! $root/build/$of/build.ninja -nt $root/CMakePresets.json ]]; then
    step "Configuring the build (preset $of)"
    (cd "$root" && logged configure 'CMake could not configure the build' cmake --preset "$of")
  fi
  step "Building (preset $of)"
  if [[ -t 1 ]]; then
    (cd "$root" && NINJA_STATUS='    [%f/%t] ' cmake --build --preset "$of" "${targets[@]}") ||
      die 'the build failed; the compiler says above why'
  else
    (cd "$root" && logged build 'the build failed' cmake --build --preset "$of" "${targets[@]}")
  fi
}

# The programs that run: a worker a handler, and the admin command.
build_programs() {
  local programs=(latchkey latchkey-cron) handler
  while IFS=$'\t' read -r handler _; do programs+=("latchkey-$handler"); done < <(handlers)
  build "$preset" "${programs[@]}"
}

# npm_packages FOLDER: `npm ci` where its lock file is not the one installed.
npm_packages() {
  local folder=$1 lock stamp=$root/$1/node_modules/.latchkey-lock
  lock=$(sha256sum <"$root/$folder/package-lock.json")
  [[ ! -f $stamp || $(<"$stamp") != "$lock" ]] || return 0
  step "Installing the JavaScript libraries of $folder/"
  logged "npm-$folder" 'npm could not install them; is the npm registry reachable?' \
    npm --prefix "$root/$folder" ci --no-audit --no-fund
  echo "$lock" >"$stamp"
}

build_frontend() {
  local sources stamp=$tools_dir/frontend.built
  sources=$(hash_of_tree "$root/frontend")
  [[ ! -f $root/frontend/dist/index.html || ! -f $stamp || $(<"$stamp") != "$sources" ]] || return 0
  npm_packages frontend
  step 'Building the frontend'
  logged frontend 'the frontend does not build' npm --prefix "$root/frontend" run build
  echo "$sources" >"$stamp"
}

# handler<TAB>instances<TAB>secrets (separated by commas, "-" for none), each handler once.
handlers() {
  awk -F '\t' -v OFS='\t' '!/^#/ && NF && !seen[$3]++ { print $3, $9, $7 }' \
    "$root/handlers/services.tsv"
}
