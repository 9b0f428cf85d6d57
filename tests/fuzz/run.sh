#!/bin/sh
# run.sh SECONDS [TARGET...] -- builds the targets with libFuzzer, ASan and UBSan (clang) and runs each; a finding fails.
# Inputs that found something stay in build/fuzz/found. FUZZ_FLAGS: more flags of libFuzzer, such as -seed=1.
seconds=${1:-30}; [ $# -gt 0 ] && shift
cd "$(dirname "$0")/../.."
command -v clang >/dev/null || { echo "clang is missing: apt-get install clang libclang-rt-14-dev"; echo "0 passed, 1 failed"; exit 1; }
build=build/fuzz
san="-fsanitize=fuzzer-no-link,address,undefined -fno-sanitize-recover=all"
make BUILD=$build CC=clang CXX=clang++ OPT=-O1 SAN="$san" -j 2 $build/librubric.a $build/rubric >/dev/null || { echo "0 passed, 1 failed"; exit 1; }
objects=$(find $build/obj -name '*.o' | grep -v -e obj/cli -e gen/pages)
mkdir -p $build/found
passed=0 failed=0
for file in tests/fuzz/*.c; do
  name=$(basename "$file" .c)
  [ $# -gt 0 ] && case " $* " in *" $name "*) ;; *) continue ;; esac
  clang -std=gnu11 -O1 -g $san -Isrc -I$build/gen -Itests/fuzz -c "$file" -o $build/fuzz_$name.o &&
    clang++ -fsanitize=fuzzer,address,undefined -o $build/fuzz_$name $build/fuzz_$name.o $objects -lutf8proc -lffi -lre2 -lsimdjson -lz -lzstd -ldl -lm -pthread || { failed=$((failed + 1)); continue; }
  mkdir -p $build/corpus/$name
  if $build/fuzz_$name -max_total_time="$seconds" -timeout=20 -rss_limit_mb=3000 -artifact_prefix=$build/found/$name- -print_final_stats=1 $FUZZ_FLAGS $build/corpus/$name tests/fuzz/corpus/$name >$build/fuzz_$name.log 2>&1
  then passed=$((passed + 1)); echo "$name: $(grep -E 'stat::number_of_executed_units' $build/fuzz_$name.log | grep -oE '[0-9]+') inputs"
  else failed=$((failed + 1)); echo "$name: FOUND"; tail -n 40 $build/fuzz_$name.log; fi
done
echo "$passed passed, $failed failed"
[ $failed -eq 0 ]
