# shellcheck shell=bash
# ./dev bench [PART…]: tests/bench/bench.mjs on the release build.

readonly packages_to_bench='chromium	times until a page is ready
gnuplot-nox	plots of the benchmarks
wrk	load'

bench() {
  need_packages "$packages_to_run" "$packages_to_bench"
  need_node
  use_preset release
  export LATCHKEY_DEV_PRESET=$preset
  while_building prepare_bench
  node "$root/tests/bench/bench.mjs" "$@"
}

prepare_bench() {
  build_everything
  mkdir -p "$build_dir/bench"
  logged bench-build 'the FastCGI program that does nothing does not compile' \
    cc -O2 -o "$build_dir/bench/nothing" "$root/tests/bench/nothing.c" -lfcgi
}
