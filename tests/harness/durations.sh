# shellcheck shell=bash
# Which tests of a ./dev test took how long. log/durations: "seconds<TAB>part<TAB>test".

# Takes "seconds<TAB>test" lines of the part that runs.
note_durations() {
  sed "s/\t/\t$part\t/" >>"$log_dir/durations"
}

# durations_of_…: each of a log of that program.
durations_of_ctest() {
  awk '/^[0-9]+\/[0-9]+ Test: / { name = $3 }
       /^Test time = / { printf "%.2f\t%s\n", $4, name }' "$1" | note_durations
}

durations_of_prove() {
  sed -nE 's/^\[[0-9:]+\] \.?\/?(\S+) \.+ .* ([0-9]+) ms .*/\2 \1/p' "$1" |
    awk '{ printf "%.2f\t%s\n", $1 / 1000, $2 }' | note_durations
}

durations_of_model() {
  sed -nE 's/^ok   (.*): \S+ states, ([0-9.]+) s$/\2\t\1/p' "$1" | note_durations
}

durations_of_vitest() {
  jq -r '.testResults[] | (.name | sub(".*/"; "")) as $file | .assertionResults[]
         | "\((.duration // 0) / 1000)\t\($file): \(.fullName)"' "$1" | note_durations
}

durations_of_node() { grep -v '^#' "$1" | note_durations; }

slowest_tests() {
  printf '\nSlowest tests\n'
  LC_ALL=C sort -rn "$log_dir/durations" |
    awk -F '\t' 'NR <= 10 { printf "%7.1f s  %-9s %s\n", $1, $2, $3 }'
}
