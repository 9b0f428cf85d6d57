# peers.sh -- a folder of peers' programs for one workload, side by side with the command.   peers.sh FOLDER BUILD [GROUP...]
# Works on a copy in BUILD; makes its tools and data the first time. Decisions are compared before anything is timed.
# ONLY=Rubric limits the rows.
set -eu
folder=$1 build=$2 here=$(cd "$(dirname "$0")" && pwd); shift 2
[ -f "$folder/bench.py" ] || { echo "no peers in $folder: skipped"; exit 0; }
mkdir -p "$build/peers"
cp -rn "$folder/." "$build/peers/"
BUILD=$(cd "$build" && pwd)
RUBRIC=$BUILD/rubric
export RUBRIC BUILD
cd "$build/peers"
for step in setup data build; do
  [ -f "made-$step" ] || { ./run.sh $step && touch "made-$step"; }
done
mkdir -p results
CHECK=1 python3 bench.py nd100k -k Rubric
python3 bench.py ${@:-nd1m csv1m} ${ONLY:+-k "$ONLY"}
[ ! -x build/inproc ] || python3 "$here/bench.py" peers .
