# shellcheck shell=bash
# Where ./dev keeps things and how it speaks. Sourced by ./dev, which sets `root`.

tools_dir=$root/.dev  # what all stacks of this clone share

# use_state DIR: everything that one stack keeps is there.
use_state() {
  dev_dir=$(realpath -m "$1")
  log_dir=$dev_dir/log
  pid_dir=$dev_dir/pids
  tls_dir=$dev_dir/tls
  pg_data=$dev_dir/postgres
}

# use_preset NAME: the programs that run are build/NAME/bin/*.
use_preset() {
  preset=$1
  build_dir=$root/build/$preset
}

use_state "${LATCHKEY_DEV_DIR:-$tools_dir}"
use_preset "${LATCHKEY_DEV_PRESET:-dev}"

step() { printf '==> %s\n' "$*"; }
note() { printf '    %s\n' "$*"; }

die() {
  printf 'dev: %s\n' "$*" >&2
  exit 1
}

# The end of a log, for a person to see why something failed.
show_log() {
  local name=$1 lines=${2:-20}
  [[ -s $log_dir/$name.log ]] || return 0
  printf -- '---- the last lines of %s\n' "$log_dir/$name.log" >&2
  tail -n "$lines" "$log_dir/$name.log" >&2
  printf -- '----\n' >&2
}

# logged NAME ADVICE COMMAND…: runs it with its output in log/NAME.log; where it fails, shows the
# end of that and the advice, and stops.
logged() {
  local name=$1 advice=$2
  shift 2
  mkdir -p "$log_dir"
  "$@" >"$log_dir/$name.log" 2>&1 </dev/null && return
  show_log "$name" 40
  die "$advice"
}

# A hash of names and contents of the files under the given folders.
hash_of_tree() {
  find "$@" \( -name node_modules -o -name dist \) -prune -o -type f -print0 |
    LC_ALL=C sort -z | xargs -0 sha256sum | sha256sum | cut -d ' ' -f 1
}
