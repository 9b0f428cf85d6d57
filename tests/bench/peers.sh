# peers.sh -- a folder of peers' programs for one workload, side by side with the command.   peers.sh FOLDER BUILD [GROUP...]
# A folder whose data and programs are made is used where it is; of another a copy is made in BUILD, and the first time its tools and data.
# What cannot be installed is left out, and peers.py says so.
set -eu
folder=$1 build=$2 here=$(cd "$(dirname "$0")" && pwd); shift 2
[ -f "$folder/bench.py" ] || { echo "no peers in $folder: skipped"; exit 0; }
BUILD=$(cd "$build" && pwd)
export BUILD
if [ ! -f "$folder/data/exp/exp1m.txt" ] || [ ! -d "$folder/build" ]; then
  mkdir -p "$build/peers"
  cp -rn "$folder/." "$build/peers/"
  folder=$build/peers
  for step in setup data build; do
    [ -f "$folder/made-$step" ] || { "$folder/run.sh" $step && touch "$folder/made-$step"; } || echo "$folder/run.sh $step failed: what needs it is left out"
  done
fi
python3 "$here/peers.py" "$folder" "$@"
[ ! -x "$folder/build/inproc" ] || python3 "$here/bench.py" peers "$folder"
