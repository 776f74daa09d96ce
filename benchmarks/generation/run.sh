#!/usr/bin/env bash
# Compares tokens a second, with and without the cache, with the reference stack's. See README.md.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../.." && pwd)
shared=$root/../shared
runs=${RUNS:-3}
export OMP_NUM_THREADS=${THREADS:-1}
bench=$root/artifacts/generation

for needed in "$shared/reference-stack/run.sh" "$shared/models/stories260K"; do
  [ -e "$needed" ] || { echo "generation: $needed is missing" >&2; exit 2; }
done
mkdir -p "$bench/stories260K"
cp "$here"/*.py "$bench"
cp "$shared/models/stories260K/"* "$bench/stories260K"
in_stack() { bash "$shared/reference-stack/run.sh" "$bench" python3 "$@" 2>"$bench/reference.log"; }
[ -e "$bench/llama-60m/config.json" ] || in_stack random_checkpoint.py llama-60m
dotnet build "$here/GenerationBenchmark.csproj" -c Release --nologo -v quiet

cases=(
  'stories260K {"batch":1,"prompt":16,"new":200,"beams":1,"cache":true}'
  'stories260K {"batch":1,"prompt":16,"new":200,"beams":1,"cache":false}'
  'stories260K {"batch":8,"prompt":16,"new":200,"beams":1,"cache":true}'
  'stories260K {"batch":1,"prompt":16,"new":200,"beams":4,"cache":true}'
  'llama-60m {"batch":1,"prompt":64,"new":64,"beams":1,"cache":true}'
  'llama-60m {"batch":1,"prompt":64,"new":64,"beams":1,"cache":false}'
  'llama-60m {"batch":8,"prompt":64,"new":64,"beams":1,"cache":true}'
  'llama-60m {"batch":1,"prompt":64,"new":64,"beams":4,"cache":true}'
)
results=$bench/results.jsonl
: >"$results"
for ((run = 1; run <= runs; run++)); do
  for case in "${cases[@]}"; do
    model=${case%% *}
    settings=${case#* }
    theirs=$(in_stack reference.py "$model" "$settings" | tail -1)
    ours=$("$root/artifacts/bin/GenerationBenchmark/release/GenerationBenchmark" "$bench/$model" "$settings")
    for row in "$theirs" "$ours"; do
      echo "{\"model\":\"$model\",\"settings\":$settings,\"row\":$row}" | tee -a "$results"
    done
  done
done
python3 - "$results" <<'PY'
import collections, json, statistics, sys

rates = collections.defaultdict(list)
sums = collections.defaultdict(set)
for line in open(sys.argv[1]):
    row = json.loads(line)
    s = row["settings"]
    key = row["model"], s["batch"], s["beams"], s["cache"]
    for kind in ("tokens_per_second", "tokens_per_processor_second"):
        rates[(*key, row["row"]["side"], kind)].append(row["row"][kind])
    sums[key].add(row["row"]["checksum"])
print("| model | batch | beams | cache | reference tokens/s | FineTune tokens/s | ratio | of processor time | same tokens |")
print("|---|---|---|---|---|---|---|---|---|")
for key in sums:
    theirs, ours, their_time, our_time = (
        statistics.median(rates[(*key, side, kind)])
        for kind in ("tokens_per_second", "tokens_per_processor_second")
        for side in ("reference", "ours")
    )
    same = "yes" if len(sums[key]) == 1 else "no"
    print(f"| {key[0]} | {key[1]} | {key[2]} | {'yes' if key[3] else 'no'} | {theirs:,.0f} | {ours:,.0f} "
          f"| {ours / theirs:.2f} | {our_time / their_time:.2f} | {same} |")
PY
