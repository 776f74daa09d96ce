#!/usr/bin/env bash
# Compares the throughput of FineTune.Tokenizers with the reference's Rust library. See README.md.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../.." && pwd)
shared=$root/../shared
runs=${RUNS:-3}
size=${SIZE_MB:-50}
bench=$root/artifacts/tokenizers
texts=mixed-$size.jsonl

for needed in "$shared/reference-stack/run.sh" "$shared/data/nsmc" "$shared/tokenizers/llama3"; do
  [ -e "$needed" ] || { echo "tokenizers: $needed is missing" >&2; exit 2; }
done
mkdir -p "$bench"
cp "$here/reference.py" "$bench"
for name in bert-uncased llama3; do cp "$shared/tokenizers/$name/tokenizer.json" "$bench/$name.json"; done
[ -e "$bench/$texts" ] || python3 "$here/mixed_text.py" "$shared" "$root" "$bench/$texts" "$size"
dotnet build "$here/TokenizerBenchmark.csproj" -c Release --nologo -v quiet

reference() { # name threads
  RAYON_NUM_THREADS=$2 TOKENIZERS_PARALLELISM=true \
    bash "$shared/reference-stack/run.sh" "$bench" python3 reference.py "$texts" "$1.json" "$1" "$2"
}
ours() {
  "$root/artifacts/bin/TokenizerBenchmark/release/TokenizerBenchmark" "$bench/$texts" "$shared/tokenizers/$1" "$1" "$2"
}

results=$bench/results.jsonl
: >"$results"
for ((run = 1; run <= runs; run++)); do
  for name in bert-uncased llama3; do
    for threads in 1 $(($(nproc) > 1 ? $(nproc) : 0)); do
      [ "$threads" -gt 0 ] || continue
      reference "$name" "$threads" | tee -a "$results"
      ours "$name" "$threads" | tee -a "$results"
    done
  done
done
python3 - "$results" <<'PY'
import collections, json, statistics, sys

rates = collections.defaultdict(list)
tokens = collections.defaultdict(set)
for line in open(sys.argv[1]):
    row = json.loads(line)
    key = row["tokenizer"], row["threads"], row["what"]
    rates[(*key, row["side"])].append(row["mb_per_s"])
    tokens[key].add(row["tokens"])
print("| tokenizer | threads | result | reference MB/s | FineTune MB/s | ratio |\n|---|---|---|---|---|---|")
for key in sorted(tokens):
    theirs, ours = (statistics.median(rates[(*key, side)]) for side in ("reference", "ours"))
    print(f"| {key[0]} | {key[1]} | {key[2]} | {theirs:.1f} | {ours:.1f} | {ours / theirs:.2f} |")
    if len(tokens[key]) > 1:
        sys.exit(f"the two sides found different numbers of tokens: {tokens[key]}")
PY
