#!/bin/sh
# command.sh -- the command against the oracle: the same leads as NDJSON and CSV, with one thread and many.
#   command.sh RUBRIC ORACLE_TEST FIRST_SEED COUNT
set -u
rubric=$1 oracle=$2 seed=$3 left=$4 compared=0
folder=$(mktemp -d) || exit 2
trap 'rm -rf "$folder"' EXIT
while [ "$left" -gt 0 ]; do
  rm -rf "${folder:?}"/*
  if "$oracle" --files "$seed" "$folder"; then
    now=$(cat "$folder/now")
    for leads in leads.ndjson leads.csv; do
      [ -f "$folder/$leads" ] || continue
      for threads in 1 4; do
        "$rubric" run "$folder/rules.rubric" "$folder/$leads" --now "$now" --to ndjson -j "$threads" >"$folder/got" 2>"$folder/summary"
        if ! cmp -s "$folder/got" "$folder/expected.ndjson"; then
          echo "seed $seed, $leads, $threads threads: the command and the oracle differ"
          diff "$folder/expected.ndjson" "$folder/got" | head -4
          head -3 "$folder/summary"
          exit 1
        fi
        compared=$((compared + 1))
      done
    done
  fi
  seed=$((seed + 1)) left=$((left - 1))
done
echo "oracle: $compared runs of the command alike"
